using System.Diagnostics;

namespace WeChatPush.Telemetry;

/// <summary>
/// The activities of what this program does by itself. Those of requests and of HTTP calls are ASP.NET Core's and
/// HttpClient's own. Without a listener there are none.
/// </summary>
internal static class Traces
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    /// <summary>One attempt at a push. A trace of its own: the request that brought the push was answered before.</summary>
    public static Activity? StartPush(string app, string id, int attempt)
    {
        if (!Source.HasListeners())
            return null;
        Activity.Current = null;
        var activity = Source.StartActivity(ActivityNames.Push, ActivityKind.Consumer);
        activity?.SetTag(TagNames.App, app)
            .SetTag(TagNames.Id, id)
            .SetTag(TagNames.Attempt, attempt);
        return activity;
    }

    /// <summary>One call of WeChat's API.</summary>
    public static Activity? StartCall(string app, string api) =>
        Source.StartActivity(ActivityNames.Call, ActivityKind.Client)
            ?.SetTag(TagNames.App, app)
            .SetTag(TagNames.Api, api);

    /// <summary>How it ended.</summary>
    public static void End(this Activity? activity, string outcome, bool failed)
    {
        activity?.SetTag(TagNames.Outcome, outcome);
        if (failed)
            activity?.SetStatus(ActivityStatusCode.Error);
    }
}
