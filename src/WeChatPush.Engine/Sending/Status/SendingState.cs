using WeChatPush.Apps;

namespace WeChatPush.Sending;

/// <summary>Joins the state of an app's tokens and stops.</summary>
internal sealed class SendingState(AccessTokens tokens, SendStops stops, AppCatalog apps)
    : ISendingStatus
{
    /// <inheritdoc/>
    public SendingStatus Get(string app) =>
        apps.Find(app)?.Options is { } settings
            ? new(TokenOf(app, settings), StopsOf(app, settings))
            : new(new(TokenState.Unused), []);

    // A send that lacks a token has stopped for the reason that the fetch has: one of the two tells it.
    private IReadOnlyList<SendStop> StopsOf(string app, AppOptions settings)
    {
        var identity = new AppIdentity(settings);
        var held = stops.Get(app, identity);
        return settings.Hosting is not PushHosting.CloudHosting
            && tokens.StopOf(app, identity) is { } token
            && !held.Any(stop => stop.ErrCode == token.ErrCode && stop.Reason == token.Reason)
                ? [.. held, token]
                : held;
    }

    private TokenStatus TokenOf(string app, AppOptions settings)
    {
        if (settings.Hosting is PushHosting.CloudHosting)
            return new(TokenState.NotNeeded);
        return string.IsNullOrEmpty(settings.AppSecret)
            ? new(TokenState.Failing, ErrMsg: $"WeChatPush:Apps:{app}:AppSecret is not set")
            : tokens.StatusOf(app);
    }
}
