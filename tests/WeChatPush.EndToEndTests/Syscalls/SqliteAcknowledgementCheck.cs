using System.Text.RegularExpressions;

namespace WeChatPush.EndToEndTests.Syscalls;

/// <summary>
/// Of a push in SQLite: its page went into the write-ahead log, then the frame that commits its transaction, then the log
/// was synced, and only then it was acknowledged.
/// </summary>
internal sealed partial class SqliteAcknowledgementCheck(IReadOnlyList<SystemCall> calls, int serverPort)
    : AcknowledgementCheck(calls, serverPort)
{
    private const int HeaderSize = 24;

    protected override IEnumerable<Step> Steps(string marker, SystemCall request)
    {
        var page = First(request.Returned, call => WritesLog(call) && call.Contains(marker));
        yield return new("written", page, page?.Returned);
        var commit = CommitOf(page!);
        yield return new("committed", commit, commit?.Returned);
        var sync = First(commit!.Returned, call => call.Syncs && call.Target == commit.Target);
        yield return new("synced", sync, sync?.Returned);
    }

    private static bool WritesLog(SystemCall call) =>
        call.Writes && call.Target.EndsWith("/wechatpush.db-wal", StringComparison.Ordinal);

    // A frame is two writes, a header and a page. The header of the last frame of a transaction has the size of the database
    // in its bytes 5 to 8; in the others they are zero.
    private SystemCall? CommitOf(SystemCall page)
    {
        var header = Last(page.Entered, WritesLog);
        if (header is null || !Commits(header))
            header = First(page.Returned, call => WritesLog(call) && Commits(call));
        return header is null ? null : First(header.Returned, WritesLog);
    }

    private static bool Commits(SystemCall call) =>
        call.Result == HeaderSize
        && FrameHeader().Match(call.Arguments) is { Success: true } header
        && header.Groups["byte"].Captures.Skip(4).Take(4).Any(size => size.Value is not (@"\0" or @"\000"));

    // Bytes as strace prints them: \0, \177, \n, x.
    [GeneratedRegex(@"^[^,]*, ""(?<byte>(?>\\[0-7]{1,3}|\\.|[^\\""])){24}"", ")]
    private static partial Regex FrameHeader();
}
