using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Sending;

/// <summary>
/// Keeps one token per app for the whole fleet. Within an instance all callers wait for the same fetch; between instances
/// the store gives the turn to one. The first caller that sees that the token is due starts its renewal early and in the
/// background.
/// </summary>
internal sealed partial class AccessTokens(
    StableTokenApi api, ISendingStore store, AppCatalog apps, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time,
        ILogger<AccessTokens> logger)
    : IAccessTokens, IDisposable
{
    /// <summary>Covers the slowest fetch: its tries, their pauses and a forced one after it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long a caller waits for a fetch. The fetch itself continues: another caller may wait for its result.
    /// </summary>
    private static readonly TimeSpan RefreshTimeout = TimeSpan.FromSeconds(8);

    /// <summary>After an outage the next caller may try again soon; the breaker takes care of long ones.</summary>
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, AppToken> _apps = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _disposed = new();

    /// <inheritdoc/>
    public async ValueTask<AccessTokenResult> GetAsync(string appName, CancellationToken cancellationToken)
    {
        if (apps.Find(appName)?.Options is not { } settings)
            return AccessTokenResult.Failed(ErrorClass.Operator, $"WeChatPush:Apps:{appName} is not configured");
        if (string.IsNullOrEmpty(settings.AppSecret))
            return AccessTokenResult.Failed(ErrorClass.Operator, $"WeChatPush:Apps:{appName}:AppSecret is not set");

        var token = GetToken(appName, settings);
        try
        {
            while (true)
            {
                var (result, flight) = token.Look(StartFetch);
                result ??= await flight!.WaitAsync(RefreshTimeout, time, cancellationToken);
                if (!result.Succeeded || !token.HasRefused(result.AccessToken))
                    return result;
            }
        }
        catch (TimeoutException)
        {
            return AccessTokenResult.Failed(ErrorClass.Busy, "The access token is still being fetched");
        }
    }

    /// <summary>
    /// Another token than the one that WeChat has just refused: the one in use, if it is another by now, else a new
    /// one.
    /// </summary>
    public ValueTask<AccessTokenResult> ReplaceAsync(
        string appName, string refused, CancellationToken cancellationToken)
    {
        if (_apps.TryGetValue(appName, out var token))
            token.Refuse(refused);
        return GetAsync(appName, cancellationToken);
    }

    /// <summary>The state of an app's token in this instance.</summary>
    public TokenStatus StatusOf(string appName) =>
        _apps.TryGetValue(appName, out var token) ? token.Describe() : new(TokenState.Unused);

    /// <summary>What holds the fetches of an app's token back in this instance.</summary>
    public SendStop? StopOf(string appName, AppIdentity identity) =>
        _apps.TryGetValue(appName, out var token) && token.Identity.Equals(identity) ? token.DescribeStop() : null;

    /// <summary>The apps whose fetches are held back in this instance.</summary>
    public IEnumerable<string> StoppedApps => _apps.Where(app => app.Value.DescribeStop() is not null).Select(app => app.Key);

    /// <summary>Ends the fetches under way.</summary>
    public void Dispose() => _disposed.Cancel();

    private AppToken GetToken(string app, AppOptions settings)
    {
        var identity = new AppIdentity(settings);
        return _apps.AddOrUpdate(
            app,
            _ => new(app, identity, time),
            (_, old) => old.Identity.Equals(identity) ? old : new(app, identity, time));
    }

    private Task<AccessTokenResult> StartFetch(AppToken token) => Task.Run(() => FetchAsync(token));

    /// <summary>One fetch, from the wish to the end, whatever it is; never an exception.</summary>
    private async Task<AccessTokenResult> FetchAsync(AppToken token)
    {
        AccessTokenResult failure;
        try
        {
            var settings = apps.Find(token.App)?.Options
                ?? throw new InvalidOperationException($"{token.App} is no longer configured.");
            while (true)
            {
                var (held, failed) = await RenewAsync(token, settings);
                if (held is null)
                {
                    failure = failed!;
                    break;
                }

                if (!token.TryAdopt(held))
                    continue;
                if (held.WasFetched)
                    LogFetched(logger, token.App, held.ExpiresAt);
                return AccessTokenResult.From(held, held.WasFetched);
            }
        }
        catch (Exception error)
        {
            // Its type only: the texts of exceptions are not ours to vouch for.
            failure = AccessTokenResult.Failed(
                ErrorClass.Busy, $"The access token could not be fetched ({error.GetType().Name})");
        }

        token.Fail(failure, PauseAfter(failure));
        if (failure.FailureClass is ErrorClass.Operator)
            LogRefused(logger, token.App, failure.ErrCode, failure.ErrMsg, OperatorHints.For(failure.ErrCode));
        else
            LogFailed(logger, token.App, failure.ErrCode, failure.ErrMsg);
        return failure;
    }

    private async Task<(HeldToken? Token, AccessTokenResult? Failure)> RenewAsync(AppToken token, AppOptions settings)
    {
        var holder = Guid.NewGuid().ToString("N");
        // Without an AppSecret WeChat gives no token, and what the store holds cannot be opened.
        if (string.IsNullOrEmpty(settings.AppSecret))
            return (null, AccessTokenResult.Failed(ErrorClass.Operator, $"WeChatPush:Apps:{token.App}:AppSecret is not set"));
        var seal = new TokenSeal(settings);
        if (await WaitForTurnAsync(token, settings, seal, holder) is { } newer)
            return (newer, null);

        HeldToken? held = null;
        try
        {
            (held, var result) = await api.FetchAsync(token.App, settings, force: false, _disposed.Token);
            if (held is null || !token.HasRefused(held.Value))
                return (held, AccessTokenResult.Failed(result));

            // WeChat returns this token and refuses it at the same time. Forcing is rationed, hence the last resort.
            held = null;
            if (await TakeForcedRefreshAsync(settings.AppId) is { } next)
                return (null, AccessTokenResult.Failed(
                    ErrorClass.Credential,
                    "WeChat refuses the access token, and may not be forced to issue another yet",
                    next));
            LogForced(logger, token.App);
            (held, result) = await api.FetchAsync(token.App, settings, force: true, _disposed.Token);
            return (held, AccessTokenResult.Failed(result));
        }
        finally
        {
            await EndTurnAsync(settings.AppId, holder, held?.ToStored(seal));
        }
    }

    /// <summary>Waits until it is this instance's turn, or another instance has brought a token.</summary>
    private async Task<HeldToken?> WaitForTurnAsync(AppToken token, AppOptions settings, TokenSeal seal, string holder)
    {
        try
        {
            string? unreadable = null;
            while (true)
            {
                var turn = await store.BeginRefreshAsync(
                    settings.AppId, holder, unreadable ?? seal.Seal(token.Unwanted), time.GetUtcNow(), Lease, _disposed.Token);
                if (turn.IsMine)
                    return null;
                if (turn.Newer is { } newer && seal.Open(newer.Sealed) is { } value)
                    return HeldToken.Found(value, newer, time);
                // One that cannot be opened (the AppSecret was changed) is as good as none, and wanted by nobody here.
                if (turn.Newer is { } sealedByAnother && sealedByAnother.Sealed != unreadable)
                    unreadable = sealedByAnother.Sealed;
                else
                    await Task.Delay(LookAgain, time, _disposed.Token);
            }
        }
        catch (StoreUnavailableException error)
        {
            // Asked normally, WeChat gives every instance the same token. Only the turns are lost, not the token.
            LogWithoutStore(logger, token.App, error.Message);
            return null;
        }
    }

    private async Task<DateTimeOffset?> TakeForcedRefreshAsync(string appId)
    {
        try
        {
            return await store.TakeForcedRefreshAsync(appId, time.GetUtcNow(), _disposed.Token);
        }
        catch (StoreUnavailableException)
        {
            // Without the fleet's count no instance may force.
            return time.GetUtcNow() + ForcedRefreshes.Gap;
        }
    }

    private async Task EndTurnAsync(string appId, string holder, StoredToken? token)
    {
        try
        {
            await store.EndRefreshAsync(appId, holder, token, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The turn runs out by itself, and the others fetch the same token.
        }
    }

    private TimeSpan PauseAfter(AccessTokenResult failure) => failure.FailureClass switch
    {
        ErrorClass.Operator => SendStops.OperatorPause,
        ErrorClass.Quota => options.CurrentValue.Sending.QuotaPause,
        ErrorClass.Rate => options.CurrentValue.Sending.RatePause,
        _ when failure.RetryAfter - time.GetUtcNow() is { } pause && pause > BusyPause => pause,
        _ => BusyPause,
    };

    [LoggerMessage(500, LogLevel.Information, "App {App} has a new access token, good until {ExpiresAt:O}.")]
    private static partial void LogFetched(ILogger logger, string app, DateTimeOffset expiresAt);

    [LoggerMessage(501, LogLevel.Error, "WeChat gives app {App} no access token: {ErrCode} {ErrMsg}. {Hint}")]
    private static partial void LogRefused(ILogger logger, string app, int? errCode, string? errMsg, string? hint);

    [LoggerMessage(502, LogLevel.Warning, "The access token of app {App} could not be fetched: {ErrCode} {ErrMsg}.")]
    private static partial void LogFailed(ILogger logger, string app, int? errCode, string? errMsg);

    [LoggerMessage(503, LogLevel.Warning,
        "WeChat refuses the access token of app {App} that it still hands out; it is forced to issue another. "
        + "If this repeats, another program fetches tokens for this AppId.")]
    private static partial void LogForced(ILogger logger, string app);

    [LoggerMessage(504, LogLevel.Warning,
        "The access token of app {App} is fetched without the shared store: {Reason}")]
    private static partial void LogWithoutStore(ILogger logger, string app, string reason);
}
