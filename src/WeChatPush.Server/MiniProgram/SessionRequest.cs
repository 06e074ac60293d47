namespace WeChatPush.Server.MiniProgram;

/// <summary>A login that is to become a token.</summary>
internal sealed record SessionRequest
{
    /// <summary>The code of <c>wx.login</c>: good once, and for five minutes.</summary>
    public required string Code { get; init; }
}
