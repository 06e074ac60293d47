using System.Globalization;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>The numbers a test takes from outside, and those it prints.</summary>
internal static class Figures
{
    /// <summary>A number of the environment.</summary>
    public static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>Prints to the test's output and to the run's.</summary>
    public static void Say(this ITestOutputHelper output, FormattableString text)
    {
        var words = text.ToString(CultureInfo.InvariantCulture);
        output.WriteLine(words);
        Console.WriteLine(words);
    }
}
