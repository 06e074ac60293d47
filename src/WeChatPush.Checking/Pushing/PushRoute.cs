namespace WeChatPush.Simulator.Pushing;

/// <summary>The way by which WeChat brings the pushes of an app.</summary>
public enum PushRoute
{
    /// <summary>To a server of one's own, signed with the token.</summary>
    DeveloperServer,

    /// <summary>
    /// Through the gateway of cloud hosting (微信云托管): in the clear, with a header in place of a signature.
    /// </summary>
    CloudHosting,

    /// <summary>Through a cloud function that relays the event, signed as Standard Webhooks are.</summary>
    CloudFunction,
}
