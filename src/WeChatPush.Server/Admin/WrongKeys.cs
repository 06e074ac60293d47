using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Net;
using WeChatPush.Server.Admission;

namespace WeChatPush.Server.Admin;

/// <summary>
/// Counts wrong keys of the admin API, and how many an address has shown lately. It never looks at a right key: a client that
/// has one must get in from whatever address.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by dependency injection.")]
internal sealed partial class WrongKeys(TimeProvider time, ILogger<WrongKeys> logger)
{
    /// <summary>Of one address in a minute, before it is told to wait.</summary>
    public const int MaxPerMinute = 10;

    private static readonly Meter Meter = new(TelemetryNames.Source);

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        MetricNames.WrongKeys, "{request}", "Requests with a wrong key of the admin API.");

    private readonly BoundedBuckets<ClientAddress> _addresses = new(MaxPerMinute, TimeSpan.FromMinutes(1) / MaxPerMinute, time);
    private long _count;

    /// <summary>A request had a wrong key. How long its client is to wait; <see langword="null"/>: this one need not yet.</summary>
    public TimeSpan? Note(HttpContext context)
    {
        var mayTry = _addresses.TryTake(ClientAddress.From(context), out var wait);
        Refused.Add(1, new KeyValuePair<string, object?>(TagNames.Outcome, mayTry ? "refused" : "limited"));
        var count = Interlocked.Increment(ref _count);
        if ((count & (count - 1)) == 0)
            LogWrong(logger, count, context.Connection.RemoteIpAddress);
        return mayTry ? null : wait;
    }

    [LoggerMessage(1001, LogLevel.Warning,
        "A request had a wrong key of the admin API ({Count} so far), the last one from {Address}. If it is yours, its key is not one of WeChatPush:AdminKeys.")]
    private static partial void LogWrong(ILogger logger, long count, IPAddress? address);
}
