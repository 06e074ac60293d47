namespace WeChatPush.Handling;

/// <summary>How an attempt at a push ended.</summary>
internal abstract record HandlingResult
{
    /// <summary>Nothing is left to do.</summary>
    internal sealed record Done(string Detail) : HandlingResult;

    /// <summary>The handler threw: try again, and count the attempt.</summary>
    internal sealed record Failed(string Reason) : HandlingResult;

    /// <summary>WeChat's API could not be reached: try again; an outage of theirs counts against nobody.</summary>
    internal sealed record Busy(string Reason) : HandlingResult;

    /// <summary>Sending is stopped (quota, operator): nothing was tried, come back later.</summary>
    internal sealed record Stopped(string Reason, DateTimeOffset? Until) : HandlingResult;

    /// <summary>It will never succeed as it is: bury it.</summary>
    internal sealed record Hopeless(string Reason) : HandlingResult;
}
