using WeChatPush.Apps;

namespace WeChatPush.Sending;

/// <summary>Joins the state of an app's tokens and stops.</summary>
internal sealed class SendingState(AccessTokens tokens, SendStops stops, AppCatalog apps)
    : ISendingStatus
{
    /// <inheritdoc/>
    public SendingStatus Get(string app) =>
        apps.Find(app)?.Options is { } settings
            ? new(TokenOf(app, settings), stops.Get(app, new AppIdentity(settings)))
            : new(new(TokenState.Unused), []);

    private TokenStatus TokenOf(string app, AppOptions settings)
    {
        if (settings.Hosting is PushHosting.CloudHosting)
            return new(TokenState.NotNeeded);
        return string.IsNullOrEmpty(settings.AppSecret)
            ? new(TokenState.Failing, ErrMsg: $"WeChatPush:Apps:{app}:AppSecret is not set")
            : tokens.StatusOf(app);
    }
}
