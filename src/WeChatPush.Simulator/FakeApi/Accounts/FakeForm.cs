using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPush.Simulator.FakeApi.Accounts;

/// <summary>
/// Reads a form as strictly as WeChat does: a boundary in quotes is none, and only a plain <c>filename</c> counts.
/// </summary>
internal static partial class FakeForm
{
    /// <summary>The first part; <see langword="null"/>: there is none that WeChat would find.</summary>
    public static (string Name, string FileName, byte[] Content)? Read(string contentType, ReadOnlySpan<byte> body)
    {
        if (Boundary().Match(contentType) is not { Success: true } boundary)
            return null;
        var mark = Encoding.ASCII.GetBytes($"--{boundary.Groups[1].Value}");
        if (!body.StartsWith(mark))
            return null;

        var part = body[mark.Length..];
        var head = part.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return null;
        var disposition = Disposition().Match(Encoding.UTF8.GetString(part[..head]));
        var content = part[(head + 4)..];
        var end = content.IndexOf((byte[])[.. "\r\n"u8, .. mark]);
        return disposition.Success && end >= 0
            ? (disposition.Groups["name"].Value, disposition.Groups["file"].Value, content[..end].ToArray())
            : null;
    }

    [GeneratedRegex(@"^multipart/form-data;\s*boundary=([^"";\s]+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Boundary();

    [GeneratedRegex(
        """Content-Disposition: form-data; name="(?<name>[^"]*)"; filename="(?<file>[^"]*)"(;|\r|$)""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Disposition();
}
