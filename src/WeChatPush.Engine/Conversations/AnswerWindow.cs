namespace WeChatPush.Conversations;

/// <summary>The customer-service window of a user.</summary>
/// <param name="OpenUntil">Until when messages are taken; in the past once it is over.</param>
/// <param name="Left">How many more.</param>
public sealed record AnswerWindow(DateTimeOffset OpenUntil, int Left);
