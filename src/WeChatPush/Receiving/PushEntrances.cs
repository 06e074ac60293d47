namespace WeChatPush.Receiving;

/// <summary>The three entrances.</summary>
internal sealed class PushEntrances(
    DeveloperServerEntrance developerServer, CloudHostingEntrance cloudHosting, CloudFunctionEntrance cloudFunction)
{
    public IPushEntrance Of(PushHosting hosting) => hosting switch
    {
        PushHosting.DeveloperServer => developerServer,
        PushHosting.CloudHosting => cloudHosting,
        PushHosting.CloudFunction => cloudFunction,
        _ => throw new ArgumentOutOfRangeException(nameof(hosting), hosting, "A hosting without an entrance."),
    };
}
