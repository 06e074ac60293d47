using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// Holds back calls that WeChat would refuse anyway. A quota error stops one API of an app, an operator error all of the
/// app's sends, unless it is about one API only. When a stop's time is over, or the app's configuration has changed, one
/// caller is let through as a probe; the others wait for its result. Times are measured, not read off the clock, so that a
/// clock that is set does no harm.
/// </summary>
internal sealed partial class SendStops(
    IOptionsMonitor<WeChatPushOptions> options, TimeProvider time, ILogger<SendStops> logger)
{
    /// <summary>How long an operator error stops an app before a probe.</summary>
    public static readonly TimeSpan OperatorPause = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string App, string? Api), Stop> _stops = [];

    /// <summary>Asks whether a call may be made. A pass that was given must be handed back.</summary>
    public SendPass Enter(string app, string api, AppIdentity identity)
    {
        lock (_gate)
        {
            var forApp = _stops.GetValueOrDefault((app, null));
            var forApi = _stops.GetValueOrDefault((app, api));
            if (forApp?.Holds(identity) == true)
                return new(app, api, identity, forApp.Describe());
            if (forApi?.Holds(identity) == true)
                return new(app, api, identity, forApi.Describe());

            forApp?.Probing = true;
            forApi?.Probing = true;
            return new(app, api, identity, null) { IsProbe = forApp is not null || forApi is not null };
        }
    }

    /// <summary>
    /// The same of an API that works without the app's access token: only a stop of its own holds it back, and what stops
    /// it stops nothing else.
    /// </summary>
    public SendPass EnterAlone(string app, string api, AppIdentity identity)
    {
        lock (_gate)
        {
            var forApi = _stops.GetValueOrDefault((app, api));
            if (forApi?.Holds(identity) == true)
                return new(app, api, identity, forApi.Describe()) { IsAlone = true };
            forApi?.Probing = true;
            return new(app, api, identity, null) { IsAlone = true, IsProbe = forApi is not null };
        }
    }

    /// <summary>
    /// Returns a pass with the call's result; <see langword="null"/>: none, the call was cancelled.
    /// </summary>
    public void Leave(in SendPass pass, ApiResult? result)
    {
        switch (result)
        {
            case { Class: ErrorClass.Quota }:
                Set(pass, pass.Api, SendStopReason.Quota, result);
                break;
            case { Class: ErrorClass.Rate }:
                Set(pass, pass.Api, SendStopReason.Rate, result);
                break;
            case { Class: ErrorClass.Operator } when pass.IsAlone:
                Set(pass, pass.Api, SendStopReason.Operator, result);
                break;
            case { Class: ErrorClass.Operator }:
                Set(pass, IsOfOneApi(result) ? pass.Api : null, SendStopReason.Operator, result);
                // A call that gets this far has an account that works.
                if (pass.IsProbe && IsOfOneApi(result))
                    Lift(pass, null);
                break;
            case { Class: ErrorClass.Sent or ErrorClass.User or ErrorClass.Request or ErrorClass.Uncertain }
                when pass.IsProbe:
                if (!pass.IsAlone)
                    Lift(pass, null);
                Lift(pass, pass.Api);
                break;
        }

        if (pass.IsProbe)
            EndProbe(pass);
    }

    /// <summary>What is stopped of an app at the moment; not stops of a configuration that has changed since.</summary>
    public IReadOnlyList<SendStop> Get(string app, AppIdentity identity)
    {
        lock (_gate)
        {
            return
            [
                .. from stop in _stops
                   where stop.Key.App == app && stop.Value.Concerns(identity)
                   select stop.Value.Describe(),
            ];
        }
    }

    /// <summary>The apps that something may be stopped of, each once.</summary>
    public IReadOnlyList<string> Apps
    {
        get
        {
            lock (_gate)
                return _stops.Count == 0 ? [] : [.. _stops.Keys.Select(stop => stop.App).Distinct(StringComparer.Ordinal)];
        }
    }

    private TimeSpan PauseOf(SendStopReason reason) => reason switch
    {
        SendStopReason.Quota => options.CurrentValue.Sending.QuotaPause,
        SendStopReason.Rate => options.CurrentValue.Sending.RatePause,
        _ => OperatorPause,
    };

    private void Set(in SendPass pass, string? api, SendStopReason reason, ApiResult result)
    {
        bool isNew;
        SendStop stop;
        lock (_gate)
        {
            isNew = !_stops.TryGetValue((pass.App, api), out var old) || !old.IsSame(result, pass.Identity);

            // The answer to a call that was under way when a longer stop began.
            if (isNew && !pass.IsProbe && old?.Lasts(PauseOf(reason), pass.Identity) == true)
                return;
            // Calls that were under way when the stop began meet the same error; only a probe begins a new term.
            if (isNew || pass.IsProbe)
            {
                var since = isNew ? time.GetUtcNow() : old!.Since;
                old = _stops[(pass.App, api)] = new(api, reason, result, pass.Identity, since, PauseOf, time);
            }

            stop = old!.Describe();
        }

        if (!isNew)
            return;
        if (reason is not SendStopReason.Operator)
            LogQuota(logger, pass.Api, pass.App, result.ErrCode, result.ErrMsg, stop.Hint, PauseOf(reason));
        else if (api is not null)
            LogApi(logger, pass.Api, pass.App, result.ErrCode, result.ErrMsg, stop.Hint, PauseOf(reason));
        else
            LogOperator(logger, pass.App, result.ErrCode, result.ErrMsg, stop.Hint, PauseOf(reason));
    }

    /// <summary>Subscribe messages that are banned, an API that is retired: the app's other sends continue.</summary>
    private static bool IsOfOneApi(ApiResult result) => result.ErrCode is 43107 or 45103;

    private void Lift(in SendPass pass, string? api)
    {
        bool lifted;
        lock (_gate)
            lifted = _stops.Remove((pass.App, api));
        if (lifted)
            LogLifted(logger, api ?? "Every API", pass.App);
    }

    private void EndProbe(in SendPass pass)
    {
        lock (_gate)
        {
            if (!pass.IsAlone)
                _stops.GetValueOrDefault((pass.App, null))?.Probing = false;
            _stops.GetValueOrDefault((pass.App, pass.Api))?.Probing = false;
        }
    }

    /// <summary>A stop in force. Its length is read from the settings each time, because they may change meanwhile.</summary>
    private sealed class Stop(
        string? api, SendStopReason reason, ApiResult result, AppIdentity identity, DateTimeOffset since,
        Func<SendStopReason, TimeSpan> pauseOf, TimeProvider time)
    {
        private readonly long _begun = time.GetTimestamp();

        public DateTimeOffset Since => since;

        public bool Probing { get; set; }

        private TimeSpan Left => pauseOf(reason) - time.GetElapsedTime(_begun);

        public bool Concerns(AppIdentity current) => current.Equals(identity);

        public bool Holds(AppIdentity current) => Probing || (Left > TimeSpan.Zero && Concerns(current));

        /// <summary>Whether it will last longer than another would that begins now.</summary>
        public bool Lasts(TimeSpan other, AppIdentity current) => Left > other && Concerns(current);

        public bool IsSame(ApiResult other, AppIdentity current) => other.ErrCode == result.ErrCode && Concerns(current);

        public SendStop Describe() =>
            new(api, reason, result.ErrCode, result.ErrMsg, OperatorHints.For(result.ErrCode, identity.IsInCloud),
                since, time.GetUtcNow() + Left);
    }

    [LoggerMessage(520, LogLevel.Error,
        "Sends of app {App} are stopped: WeChat answers {ErrCode} {ErrMsg}. {Hint} "
        + "Tried again every {Pause}, and when the app's configuration changes.")]
    private static partial void LogOperator(
        ILogger logger, string app, int? errCode, string? errMsg, string? hint, TimeSpan pause);

    [LoggerMessage(521, LogLevel.Warning,
        "{Api} of app {App} is paused for {Pause}: WeChat answers {ErrCode} {ErrMsg}. {Hint} "
        + "What waits is sent afterwards.")]
    private static partial void LogQuota(
        ILogger logger, string api, string app, int? errCode, string? errMsg, string? hint, TimeSpan pause);

    [LoggerMessage(523, LogLevel.Error,
        "{Api} of app {App} is stopped: WeChat answers {ErrCode} {ErrMsg}. {Hint} Tried again every {Pause}.")]
    private static partial void LogApi(
        ILogger logger, string api, string app, int? errCode, string? errMsg, string? hint, TimeSpan pause);

    [LoggerMessage(522, LogLevel.Information, "{Api} of app {App} is sent to again.")]
    private static partial void LogLifted(ILogger logger, string api, string app);
}

/// <summary>The permission to make a call, or the stop that denies it.</summary>
internal readonly record struct SendPass(string App, string Api, AppIdentity Identity, SendStop? Denied)
{
    /// <summary>Whether this call finds out if a stop is over.</summary>
    public bool IsProbe { get; init; }

    /// <summary>Whether the API has stops of its own only.</summary>
    public bool IsAlone { get; init; }
}
