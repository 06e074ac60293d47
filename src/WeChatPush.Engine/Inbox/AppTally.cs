namespace WeChatPush.Inbox;

/// <summary>What one claim may still take of each app, by <see cref="AppQuota"/>.</summary>
internal sealed class AppTally
{
    private readonly Dictionary<string, int> _held;
    private readonly int _half;
    private int _free;

    public AppTally(int places, IReadOnlyDictionary<string, int> held)
    {
        _held = new(held, StringComparer.Ordinal);
        IsUnlimited = places == int.MaxValue;
        _half = Math.Max(1, places / 2);
        _free = Math.Max(0, places - held.Values.Sum());
    }

    private AppTally(AppTally other) =>
        (_held, _half, _free, IsUnlimited) = (new(other._held, StringComparer.Ordinal), other._half, other._free, other.IsUnlimited);

    /// <summary>Whether no app is limited.</summary>
    public bool IsUnlimited { get; }

    /// <summary>The same count, to go on from here.</summary>
    public AppTally Copy() => new(this);

    /// <summary>Whether the app may take another place.</summary>
    public bool HasRoom(string app) => Room(app, 1) > 0;

    /// <summary>How many places the app may take, while so many apps take as many.</summary>
    public int Room(string app, int apps)
    {
        if (IsUnlimited)
            return int.MaxValue;
        var held = _held.GetValueOrDefault(app);

        // The nth place is taken while held + n - 1 < 2 * (free - (n - 1) * apps).
        var byFree = (int)Math.Ceiling(((2 * _free) - held) / ((2.0 * apps) + 1));
        return Math.Max(0, Math.Min(_half - held, byFree));
    }

    /// <summary>A push of the app was claimed.</summary>
    public void Take(string app)
    {
        if (IsUnlimited)
            return;
        _held[app] = _held.GetValueOrDefault(app) + 1;
        _free--;
    }
}
