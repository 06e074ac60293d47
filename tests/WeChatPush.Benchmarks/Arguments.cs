using System.Globalization;

namespace WeChatPush.Benchmarks;

/// <summary>The options of a command: <c>--name value</c>.</summary>
internal sealed class Arguments(string[] args)
{
    public int Number(string name, int otherwise) =>
        Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public string? Text(string name)
    {
        var at = Array.IndexOf(args, $"--{name}");
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
