namespace WeChatPush.Protocol.Platform;

/// <summary>
/// A user wrote a bad review (page 小程序评价). One customer-service message to them may be had by resetting the quota for
/// this review.
/// </summary>
public sealed record WxaCommentBadScore : TypedPush, ITypedPush<WxaCommentBadScore>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaCommentBadScore()
    {
    }

    private WxaCommentBadScore(PushMessage message)
        : base(message)
    {
        CommentId = message.Json.Text("result.comment_id");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxa_comment_bad_score");

    /// <summary>The review.</summary>
    public string CommentId { get; init; } = "";

    /// <inheritdoc/>
    public static WxaCommentBadScore Read(PushMessage message) => new(message);
}
