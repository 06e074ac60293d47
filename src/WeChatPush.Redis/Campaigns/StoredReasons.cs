using StackExchange.Redis;
using WeChatPush.Campaigns;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Campaigns;

/// <summary>
/// The reasons of pauses as they are stored. An instance of the version before may read them, so a reason that it does not
/// know is stored as the one that is near it, and the exact one beside it.
/// </summary>
internal static class StoredReasons
{
    /// <summary>The reason that every version knows.</summary>
    public static PauseReason For(PauseReason reason) => reason is PauseReason.Rate ? PauseReason.Quota : reason;

    /// <summary>The exact reason, from what is stored; <see langword="null"/>: none, or one that this version does not know.</summary>
    /// <param name="reason">The stored reason; empty: none.</param>
    /// <param name="resumes">When it resumes, as stored.</param>
    /// <param name="exact">The exact reason, and when it resumed then; it counts only for the pause that it was stored with.</param>
    public static PauseReason? Read(string reason, string resumes, string exact)
    {
        var known = ((RedisValue)reason).ToWord<PauseReason>();
        return exact.Split(':', 2) is [var number, var until] && until == resumes
            && ((RedisValue)number).ToWord<PauseReason>() is { } one && For(one) == known
            ? one
            : known;
    }
}
