namespace WeChatPush.Receiving.Channels;

/// <summary>The three authenticators.</summary>
internal sealed class ChannelAuthenticators(
    DeveloperServerAuthenticator developerServer, CloudHostingAuthenticator cloudHosting, CloudFunctionAuthenticator cloudFunction)
{
    public IChannelAuthenticator Get(PushHosting hosting) => hosting switch
    {
        PushHosting.DeveloperServer => developerServer,
        PushHosting.CloudHosting => cloudHosting,
        PushHosting.CloudFunction => cloudFunction,
        _ => throw new ArgumentOutOfRangeException(nameof(hosting), hosting, "A hosting without an entrance."),
    };
}
