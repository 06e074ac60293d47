namespace WeChatPush.Credits;

/// <summary>The two kinds of permission to send one message to one user.</summary>
public enum CreditKind
{
    /// <summary>A subscribe permit (订阅消息): one per accept of a template, or a long-term one.</summary>
    Subscribe,

    /// <summary>A formId of the older template messages (模板消息): one per submitted form, good for seven days.</summary>
    Template,
}
