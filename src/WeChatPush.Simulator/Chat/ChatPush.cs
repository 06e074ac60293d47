namespace WeChatPush.Simulator.Chat;

/// <summary>What the person on the page did.</summary>
internal sealed record ChatPush
{
    /// <summary>The same nickname means the same user.</summary>
    public required string Nickname { get; init; }

    /// <summary><c>text</c>, <c>image</c>, <c>page</c>, <c>enter</c> or <c>subscribe</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The words of a text; the template of a subscription.</summary>
    public string? Text { get; init; }
}
