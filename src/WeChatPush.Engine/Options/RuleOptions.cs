namespace WeChatPush;

/// <summary>A handler written in configuration: matchers, then one action. A rule without matchers matches every push.</summary>
public sealed class RuleOptions
{
    /// <summary>Matches the push's MsgType, ignoring case.</summary>
    public string? MsgType { get; set; }

    /// <summary>Matches the push's Event, ignoring case.</summary>
    public string? Event { get; set; }

    /// <summary>A regular expression over the push's Content.</summary>
    public string? Content { get; set; }

    /// <summary>Answers the sender through the customer-service send API.</summary>
    public SendRuleOptions? Send { get; set; }

    /// <summary>Answers inside the request: passes the user to human agents.</summary>
    public bool TransferToCustomerService { get; set; }

    /// <summary>Answers inside the request, to the letter.</summary>
    public string? ReplyBody { get; set; }

    /// <summary>Sends the push to the owner's backend.</summary>
    public ForwardRuleOptions? Forward { get; set; }
}

/// <summary>One customer-service message; <c>{Field}</c> is replaced by the push's field.</summary>
public sealed class SendRuleOptions
{
    /// <summary>A text message.</summary>
    public string? Text { get; set; }

    /// <inheritdoc cref="ImageRuleOptions"/>
    public ImageRuleOptions? Image { get; set; }

    /// <inheritdoc cref="LinkRuleOptions"/>
    public LinkRuleOptions? Link { get; set; }

    /// <inheritdoc cref="MiniProgramPageRuleOptions"/>
    public MiniProgramPageRuleOptions? MiniProgramPage { get; set; }
}

/// <summary>An image message.</summary>
public sealed class ImageRuleOptions
{
    /// <summary>A temporary media id (3 days), or <c>{MediaId}</c> of the push.</summary>
    public string? MediaId { get; set; }
}

/// <summary>A link card.</summary>
public sealed class LinkRuleOptions
{
    /// <summary>Title of the card.</summary>
    public string? Title { get; set; }

    /// <summary>Text below the title.</summary>
    public string? Description { get; set; }

    /// <summary>Where the card leads.</summary>
    public string? Url { get; set; }

    /// <summary>Address of the card's picture.</summary>
    public string? ThumbUrl { get; set; }
}

/// <summary>A mini-program card.</summary>
public sealed class MiniProgramPageRuleOptions
{
    /// <summary>Title of the card.</summary>
    public string? Title { get; set; }

    /// <summary>A page of app.json, with or without a query.</summary>
    public string? PagePath { get; set; }

    /// <summary>Media id of the card's picture (520×416 suggested).</summary>
    public string? ThumbMediaId { get; set; }
}

/// <summary>A Standard Webhooks destination.</summary>
public sealed class ForwardRuleOptions
{
    /// <summary>Where the push is posted.</summary>
    public string? Url { get; set; }

    /// <summary>The signing secret, <c>whsec_</c> + base64.</summary>
    public string? Secret { get; set; }

    /// <summary>The secret before a rotation; signed with as well.</summary>
    public string? PreviousSecret { get; set; }

    /// <summary>Answer WeChat inside the request with what the destination returns.</summary>
    public bool Reply { get; set; }
}
