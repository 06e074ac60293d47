namespace WeChatPush.Protocol;

/// <summary>What is known of one kind of push.</summary>
public sealed record PushInfo
{
    private const int UsualSeconds = 5;

    private readonly Func<PushMessage, TypedPush> _read;

    internal PushInfo(
        PushKind kind,
        PushFamily family,
        string title,
        string chineseTitle,
        Type type,
        Func<PushMessage, TypedPush> read)
    {
        (Kind, Family, Title, ChineseTitle, Type) = (kind, family, title, chineseTitle, type);
        _read = read;
    }

    /// <summary>What the push's MsgType and Event are. Notices to third-party platforms have neither.</summary>
    public PushKind Kind { get; }

    /// <summary>
    /// The event, or for messages the MsgType; <c>InfoType</c> for notices to third-party platforms.
    /// </summary>
    public string Name => Kind.Event ?? (Kind.MsgType.Length > 0 ? Kind.MsgType : "InfoType");

    /// <summary>What it is about.</summary>
    public PushFamily Family { get; }

    /// <summary>A few words on it.</summary>
    public string Title { get; }

    /// <summary>The same in Chinese, in WeChat's own words where it has some.</summary>
    public string ChineseTitle { get; }

    /// <summary>The record it reads as.</summary>
    public Type Type { get; }

    /// <summary>Whether FromUserName is the user; else it is one WeChat account, the same for all users.</summary>
    public bool IsFromUser { get; private init; }

    /// <summary>Whether there is more to answer than <c>success</c>.</summary>
    public ReplyNeed ReplyNeed { get; private init; }

    /// <summary>The record of that answer; null if <c>success</c> is all.</summary>
    public Type? ReplyType { get; private init; }

    /// <summary>How many seconds WeChat waits for the answer, its own way to and fro included.</summary>
    public int DeadlineSeconds { get; private init; } = UsualSeconds;

    /// <summary>Takes the fields out of a push of this kind.</summary>
    public TypedPush Read(PushMessage message) => _read(message);

    internal PushInfo FromUser() => this with { IsFromUser = true };

    internal PushInfo MayAnswer<TReply>()
        where TReply : ReplyContent => this with { ReplyNeed = ReplyNeed.Possible, ReplyType = typeof(TReply) };

    internal PushInfo MustAnswer<TReply>(int seconds = UsualSeconds)
        where TReply : ReplyContent =>
        this with { ReplyNeed = ReplyNeed.Required, ReplyType = typeof(TReply), DeadlineSeconds = seconds };
}
