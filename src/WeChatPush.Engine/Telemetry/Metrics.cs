using System.Diagnostics.Metrics;
using WeChatPush.Protocol;

namespace WeChatPush.Telemetry;

/// <summary>
/// The instruments, and one method for each event. Without a listener each method only checks a flag. Values that must be
/// polled are in the gauges.
/// </summary>
internal static class Metrics
{
    private static readonly Meter Meter = new(TelemetryNames.Source);

    private static readonly InstrumentAdvice<double> Milliseconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    };

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
    };

    private static readonly InstrumentAdvice<int> Batches = new()
    {
        HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    };

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        MetricNames.Requests, "{request}", "Requests to push URLs.");

    private static readonly Histogram<double> AnswerDuration = Meter.CreateHistogram(
        MetricNames.AnswerDuration, "s", "From a request's arrival to its answer.", tags: null, Milliseconds);

    private static readonly Histogram<int> StoreBatch = Meter.CreateHistogram(
        MetricNames.StoreBatch, "{work}", "Works made durable together.", tags: null, Batches);

    private static readonly Histogram<double> QueueWait = Meter.CreateHistogram(
        MetricNames.QueueWait, "s", "From the answer until the first attempt begins.", tags: null, Seconds);

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        MetricNames.Attempts, "{attempt}", "Attempts at pushes.");

    private static readonly Counter<long> UnreadableRecords = Meter.CreateCounter<long>(
        MetricNames.Unreadable, "{record}", "Stored records that cannot be read and were set aside.");

    private static readonly Histogram<double> HandlerDuration = Meter.CreateHistogram(
        MetricNames.HandlerDuration, "s", "How long handlers ran.", tags: null, Seconds);

    private static readonly Histogram<double> CallDuration = Meter.CreateHistogram(
        MetricNames.CallDuration, "s", "Calls of WeChat's sending APIs.", tags: null, Seconds);

    private static readonly Counter<long> HeldBack = Meter.CreateCounter<long>(
        MetricNames.HeldBack, "{call}", "Calls that a stop in force held back.");

    private static readonly Counter<long> TokenRefreshes = Meter.CreateCounter<long>(
        MetricNames.TokenRefreshes, "{refresh}", "Access tokens asked for.");

    private static readonly Counter<long> CreditsEarned = Meter.CreateCounter<long>(
        MetricNames.CreditsEarned, "{credit}", "Credits counted.");

    private static readonly Counter<long> CreditsSettled = Meter.CreateCounter<long>(
        MetricNames.CreditsSettled, "{credit}", "Reserved credits that ended.");

    private static readonly Counter<long> CampaignRecipients = Meter.CreateCounter<long>(
        MetricNames.CampaignRecipients, "{recipient}", "Recipients of campaigns whose send ended.");

    /// <summary>A request to a push URL was answered.</summary>
    public static void Answered(string app, string outcome, TimeSpan elapsed)
    {
        Requests.Add(1, new(TagNames.App, app), new(TagNames.Outcome, outcome));
        AnswerDuration.Record(
            elapsed.TotalSeconds, new(TagNames.App, app), new(TagNames.Outcome, outcome));
    }

    /// <summary>A store made works durable in one go.</summary>
    public static void Stored(string store, int works) =>
        StoreBatch.Record(works, new KeyValuePair<string, object?>(TagNames.Store, store));

    /// <summary>A stored record cannot be read and was set aside. The app may be part of what is damaged.</summary>
    public static void Unreadable(string app, string record) => UnreadableRecords.Add(
        1, new(TagNames.App, IsName(app) ? app : "-"), new(TagNames.Record, record));

    private static bool IsName(string app) =>
        app.Length is > 0 and <= 32 && app.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>The first attempt at a push begins.</summary>
    public static void Begun(string app, TimeSpan waited) =>
        QueueWait.Record(Math.Max(0, waited.TotalSeconds), new KeyValuePair<string, object?>(TagNames.App, app));

    /// <summary>An attempt at a push was settled.</summary>
    public static void Settled(string app, string outcome) =>
        Attempts.Add(1, new(TagNames.App, app), new(TagNames.Outcome, outcome));

    /// <summary>A handler returned, or threw.</summary>
    public static void Handled(string app, string handler, string outcome, TimeSpan elapsed) => HandlerDuration.Record(
        elapsed.TotalSeconds,
        new(TagNames.App, app),
        new(TagNames.Handler, handler),
        new(TagNames.Outcome, outcome));

    /// <summary>A call of WeChat's API ended.</summary>
    public static void Called(string app, string api, ErrorClass of, TimeSpan elapsed) => CallDuration.Record(
        elapsed.TotalSeconds,
        new(TagNames.App, app),
        new(TagNames.Api, api),
        new(TagNames.Class, EnumNames<ErrorClass>.Get(of)));

    /// <summary>A call was not made, because a stop is in force.</summary>
    public static void Held(string app, string api, ErrorClass of) => HeldBack.Add(
        1,
        new(TagNames.App, app),
        new(TagNames.Api, api),
        new(TagNames.Class, EnumNames<ErrorClass>.Get(of)));

    /// <summary>WeChat was asked for an access token.</summary>
    public static void TokenAsked(string app, ErrorClass of, bool forced) => TokenRefreshes.Add(
        1,
        new(TagNames.App, app),
        new(TagNames.Class, EnumNames<ErrorClass>.Get(of)),
        new(TagNames.Forced, forced));

    /// <summary>Credits were counted.</summary>
    public static void Earned(string app, string kind, int credits)
    {
        if (credits > 0)
            CreditsEarned.Add(credits, new(TagNames.App, app), new(TagNames.Kind, kind));
    }

    /// <summary>A reserved credit ended.</summary>
    public static void CreditEnded(string app, string kind, string outcome) => CreditsSettled.Add(
        1,
        new(TagNames.App, app),
        new(TagNames.Kind, kind),
        new(TagNames.Outcome, outcome));

    /// <summary>The send to a recipient of a campaign ended.</summary>
    public static void RecipientEnded(string app, string outcome) =>
        CampaignRecipients.Add(1, new(TagNames.App, app), new(TagNames.Outcome, outcome));
}
