namespace WeChatPush.Sending;

/// <summary>The state of one app's sends.</summary>
/// <param name="Token">How its access token is doing.</param>
/// <param name="Stops">What is stopped at the moment; empty when nothing is.</param>
public sealed record SendingStatus(TokenStatus Token, IReadOnlyList<SendStop> Stops);
