namespace AnalyzerProbe;

// One mistake for each of the three sources of analyzers.
internal sealed class Probe
{
    // The banned symbols: RS0030.
    public static DateTime Now() => DateTime.UtcNow;

    // The framework's rules: CA2200.
    public static void Rethrow(Action action)
    {
        try
        {
            action();
        }
        catch (InvalidOperationException error)
        {
            throw error;
        }
    }

    // The code style: IDE0040.
    void Unmarked() => Rethrow(() => Now());
}
