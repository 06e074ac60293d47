using System.Text.RegularExpressions;

namespace WeChatPush.EndToEndTests.Syscalls;

/// <summary>
/// One system call of a traced process. Its times are places in the trace: what returned before another was entered has
/// the lower one.
/// </summary>
/// <param name="Name">Of the call, such as <c>fdatasync</c>.</param>
/// <param name="Arguments">As strace prints them; text that was passed stands there to the letter.</param>
/// <param name="Entered">When the thread asked for it.</param>
/// <param name="Returned">When the thread had its result.</param>
/// <param name="Result">What it returned; <see langword="null"/>: it had not when the trace ended.</param>
internal sealed partial record SystemCall(string Name, string Arguments, int Entered, int Returned, long? Result)
{
    /// <summary>The file or connection of its descriptor, such as <c>TCP:[127.0.0.1:80->127.0.0.1:4711]</c>.</summary>
    public string Target { get; } = Descriptor().Match(Arguments).Groups[1].Value;

    public bool Reads => Name is "read" or "readv" or "recvfrom" or "recvmsg";

    public bool Writes => Name is "write" or "writev" or "pwrite64" or "pwritev" or "sendto" or "sendmsg";

    /// <summary>Whether it put its file on the disk.</summary>
    public bool Syncs => Name is "fsync" or "fdatasync" && Result == 0;

    /// <summary>Whether it is a call on a connection to or from here.</summary>
    public bool IsAt(int localPort) => Target.StartsWith($"TCP:[127.0.0.1:{localPort}->", StringComparison.Ordinal);

    /// <summary>Whether its descriptor leads to there.</summary>
    public bool IsTo(int remotePort) => Target.EndsWith($"->127.0.0.1:{remotePort}]", StringComparison.Ordinal);

    public bool Contains(string text) => Arguments.Contains(text, StringComparison.Ordinal);

    // The path of a file has its own > escaped; that of a connection has an arrow.
    [GeneratedRegex("^[0-9]+<((?:->|[^>])*)>")]
    private static partial Regex Descriptor();
}
