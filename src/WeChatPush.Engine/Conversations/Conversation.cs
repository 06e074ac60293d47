using WeChatPush.Inbox;

namespace WeChatPush.Conversations;

/// <summary>A user who wrote.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="LastAt">When the last message arrived.</param>
/// <param name="Last">That message; <see langword="null"/>: it is gone.</param>
/// <param name="WaitingSince">Since when the user waits; <see langword="null"/>: not at all.</param>
/// <param name="Window">Whether the user may be answered.</param>
public sealed record Conversation(
    string OpenId, DateTimeOffset LastAt, PushDetail? Last, DateTimeOffset? WaitingSince, AnswerWindow Window);

/// <summary>A page of conversations. <paramref name="Next"/> is <see langword="null"/> on the last.</summary>
/// <param name="Items">The conversations.</param>
/// <param name="Next">The cursor of the page behind.</param>
public sealed record ConversationPage(IReadOnlyList<Conversation> Items, string? Next);
