namespace WeChatPush.Receiving.Channels;

/// <summary>The three entrances.</summary>
internal sealed class PushChannels(
    DeveloperServerChannel developerServer, CloudHostingChannel cloudHosting, CloudFunctionChannel cloudFunction)
{
    public IPushChannel Get(PushHosting hosting) => hosting switch
    {
        PushHosting.DeveloperServer => developerServer,
        PushHosting.CloudHosting => cloudHosting,
        PushHosting.CloudFunction => cloudFunction,
        _ => throw new ArgumentOutOfRangeException(nameof(hosting), hosting, "A hosting without an entrance."),
    };
}
