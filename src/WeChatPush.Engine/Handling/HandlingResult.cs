namespace WeChatPush.Handling;

/// <summary>How an attempt at a push ended.</summary>
internal abstract record HandlingResult
{
    /// <summary>Nothing is left to do; with the reply for WeChat's request, where one waits.</summary>
    internal sealed record Done(string Detail, byte[]? Reply) : HandlingResult;

    /// <summary>The handler threw: try again, and count the attempt.</summary>
    internal sealed record Failed(string Reason) : HandlingResult;

    /// <summary>The handler did not end within its time limit: try again, and count the attempt.</summary>
    internal sealed record TimedOut(string Reason) : HandlingResult;

    /// <summary>WeChat's API or the store could not be reached: try again; an outage counts against no push.</summary>
    internal sealed record Busy(string Reason, DateTimeOffset? Until) : HandlingResult;

    /// <summary>Sending is stopped (quota, operator): nothing was tried, come back later.</summary>
    internal sealed record Stopped(string Reason, DateTimeOffset? Until) : HandlingResult;

    /// <summary>It will never succeed as it is: it becomes a dead letter; with a reply that says so to WeChat, where its events have one.</summary>
    internal sealed record PermanentFailure(string Reason, byte[]? Reply = null) : HandlingResult;
}
