using WeChatPush.Apps;

namespace WeChatPush.Server.Api.Apps;

/// <summary>Which secret of an app gets a new value.</summary>
internal sealed record RotateRequest
{
    /// <summary>The secret.</summary>
    public required RotatedSecret What { get; init; }
}
