using System.Text;
using StackExchange.Redis;

namespace WeChatPush.Redis.Inbox;

/// <summary>What this instance holds of one app: its hash tag, its batcher for appends, and how far its sweep has come.</summary>
internal sealed class RedisApp(string name)
{
    private bool _appended;

    public string Name => name;

    /// <summary>The key that every script is given, alone in an array; encoded once.</summary>
    public RedisKey[] Tag { get; } = [Encoding.UTF8.GetBytes($"{{{name}}}")];

    public required AppendBatcher Appends { get; init; }

    public RedisValue IndexCursor { get; set; } = "0";

    public RedisValue OpenCursor { get; set; } = "0";

    /// <summary>How far the sweep of payloads has come, and when it began.</summary>
    public RedisValue PayloadCursor { get; set; } = "0";

    public DateTimeOffset PayloadsBegun { get; set; }

    /// <summary>
    /// Notes that an append has gone through, and whether there was anything before it. True: there must have been, and was not.
    /// Appends are answered one after the other, so an old answer cannot look like a loss.
    /// </summary>
    public bool DataLossDetected(bool hadHistory)
    {
        var lost = _appended && !hadHistory;
        _appended = true;
        return lost;
    }

    /// <summary>The app is gone. What was known of it need not be there when one of the same name comes.</summary>
    public void Forget()
    {
        _appended = false;
        (IndexCursor, OpenCursor, PayloadCursor) = ("0", "0", "0");
    }
}
