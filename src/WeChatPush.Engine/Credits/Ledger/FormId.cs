namespace WeChatPush.Credits;

/// <summary>A formId and when it runs out, to the second.</summary>
internal readonly record struct FormId(string Value, DateTimeOffset ExpiresAt);
