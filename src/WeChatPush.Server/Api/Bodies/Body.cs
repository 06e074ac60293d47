namespace WeChatPush.Server.Api.Bodies;

/// <summary>A request as it was read.</summary>
/// <param name="Value">The request. Where something is wrong with the body, parts of it are stood in for.</param>
/// <param name="Errors">What is wrong with the body; the rules of its content add theirs.</param>
internal readonly record struct Body<T>(T Value, BodyErrors Errors);
