using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace WeChatPush.Simulator.Chat;

/// <summary>The files of the page, kept inside the assembly: nothing is fetched from anywhere else.</summary>
internal static class ChatPage
{
    private static readonly ConcurrentDictionary<string, string> Files = new(StringComparer.Ordinal);

    /// <summary>No inline script, no foreign source: a message can never become code.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static string Html(string basePath) =>
        Read("chat.html").Replace(
            "{base}", Uri.EscapeDataString(basePath).Replace("%2F", "/"), StringComparison.Ordinal);

    public static string Read(string name) => Files.GetOrAdd(name, static file =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    });
}
