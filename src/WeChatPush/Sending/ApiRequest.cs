namespace WeChatPush.Sending;

/// <summary>What is asked of one of an app's APIs, before it is known with which token.</summary>
internal sealed record ApiRequest
{
    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The path below the base address, as in <see cref="SendApis"/>.</summary>
    public required string Api { get; init; }

    /// <inheritdoc cref="WeChatCall.Body"/>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <inheritdoc cref="WeChatCall.FromAppId"/>
    public string? FromAppId { get; init; }
}
