namespace WeChatPush.Server.Api.Inbound;

/// <summary>Why a push is handled once more.</summary>
internal sealed record ReplayRequestBody
{
    /// <summary>The reason, for the push's timeline; at most 500 characters.</summary>
    public string? Reason { get; init; }
}
