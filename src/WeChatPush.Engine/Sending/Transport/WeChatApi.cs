using System.Collections.Frozen;
using WeChatPush.Apps;
using WeChatPush.Feed;
using WeChatPush.Protocol;
using WeChatPush.Telemetry;

namespace WeChatPush.Sending;

/// <summary>
/// A call of one of an app's APIs, with everything that belongs to it: its stops, its token, its pipeline.
/// </summary>
internal sealed class WeChatApi(
    WeChatClient client,
    AccessTokens tokens,
    SendStops stops,
    AppCatalog apps,
    IEventFeed feed,
    TimeProvider time)
{
    // What a user gets to see; reads and tokens are none.
    private static readonly FrozenSet<string> Sends =
        FrozenSet.Create(StringComparer.Ordinal, SendApis.CustomerMessage, SendApis.SubscribeMessage, SendApis.TemplateMessage);

    /// <summary>
    /// Posts JSON to an API of an app. Throws only when the caller cancels before anything was written.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="api">The path of the API, as in <see cref="SendApis"/>.</param>
    /// <param name="body">The JSON, as WeChat is to see it.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public ValueTask<ApiResult> PostAsync(
        string app, string api, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CallAsync(new() { App = app, Api = api, Body = body }, cancellationToken);

    /// <summary>Calls an API of an app. Throws only when the caller cancels before anything was written.</summary>
    public async ValueTask<ApiResult> CallAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (apps.Find(request.App)?.Options is not { } settings)
            return NotConfigured(request.App);

        var pass = stops.Enter(request.App, request.Api, new(settings));
        if (pass.Denied is { } stop)
        {
            var heldBack = HeldBack(stop);
            Metrics.Held(request.App, request.Api, heldBack.Class);
            Publish(request, heldBack);
            return heldBack;
        }

        ApiResult? result = null;
        var begun = time.GetTimestamp();
        using var activity = Traces.StartCall(request.App, request.Api);
        try
        {
            result = settings.Hosting is PushHosting.CloudHosting
                ? await CallFromCloudAsync(request, settings, cancellationToken)
                : await CallWithTokenAsync(request, settings, cancellationToken);
            Metrics.Called(request.App, request.Api, result.Class, time.GetElapsedTime(begun));
            Publish(request, result);
            activity?.SetTag(TagNames.ErrCode, result.ErrCode);
            activity.End(EnumNames<ErrorClass>.Get(result.Class), failed: result.Class is not ErrorClass.Sent);
            return result;
        }
        finally
        {
            stops.Leave(pass, request.StandsAlone && result?.Class is ErrorClass.Operator ? null : result);
        }
    }

    private void Publish(ApiRequest request, ApiResult result)
    {
        if (!Sends.Contains(request.Api))
            return;
        feed.Publish(FeedKind.Send, request.App, (request, result, time), static about => new()
        {
            Kind = FeedKind.Send,
            App = about.request.App,
            At = about.time.GetUtcNow(),
            State = EnumNames<SendOutcome>.Get(SendResult.From(about.result, default).Outcome),
            Api = about.request.Api,
            Errcode = about.result.ErrCode,
        });
    }

    /// <summary>
    /// A refused token is replaced and the call made once more. A replacement that was there already may be just as
    /// stale, so only one that was fetched counts as the once.
    /// </summary>
    private async Task<ApiResult> CallWithTokenAsync(
        ApiRequest request, AppOptions settings, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(request.App, cancellationToken);
        for (var again = 0; ; again++)
        {
            if (!token.Succeeded)
                return WithoutToken(token);
            var result = await client.CallAsync(Call(request, settings, token.AccessToken), cancellationToken);
            if (result.Class is not ErrorClass.Credential)
                return result;
            if (again == 2 || (again == 1 && token.Asked))
                return result.As(ErrorClass.Operator);
            token = await tokens.ReplaceAsync(request.App, token.AccessToken, cancellationToken);
        }
    }

    /// <summary>
    /// Inside WeChat's cloud the platform adds the credential; there is nothing to renew when it does not.
    /// </summary>
    private async Task<ApiResult> CallFromCloudAsync(
        ApiRequest request, AppOptions settings, CancellationToken cancellationToken)
    {
        var result = await client.CallAsync(Call(request, settings, accessToken: null), cancellationToken);
        return result.Class is ErrorClass.Credential ? result.As(ErrorClass.Operator) : result;
    }

    private static WeChatCall Call(ApiRequest request, AppOptions settings, string? accessToken) => new()
    {
        Request = settings.Hosting is PushHosting.CloudHosting ? request : request with { FromAppId = null },
        BaseUrl = settings.ApiBaseUrl,
        AccessToken = accessToken,
        Secret = settings.AppSecret,
    };

    private static ApiResult NotConfigured(string app) => new()
    {
        Class = ErrorClass.Operator,
        ErrMsg = $"WeChatPush:Apps:{app} is not configured",
        Called = false,
    };

    private static ApiResult HeldBack(SendStop stop) => new()
    {
        Class = stop.Reason switch
        {
            SendStopReason.Quota => ErrorClass.Quota,
            SendStopReason.Rate => ErrorClass.Rate,
            _ => ErrorClass.Operator,
        },
        ErrCode = stop.ErrCode,
        ErrMsg = stop.ErrMsg,
        RetryAfter = stop.Until,
        Called = false,
    };

    private static ApiResult WithoutToken(AccessTokenResult token) => new()
    {
        // A token that may not be forced yet comes back with time, like a busy API.
        Class = token.FailureClass is ErrorClass.Credential ? ErrorClass.Busy : token.FailureClass!.Value,
        ErrCode = token.ErrCode,
        ErrMsg = token.ErrMsg,
        RetryAfter = token.RetryAfter,
        Called = token.Asked,
    };
}
