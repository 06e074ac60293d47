namespace WeChatPush.Campaigns;

/// <summary>What a campaign would send, and to how many. Nothing of it is stored.</summary>
public sealed record CampaignPreview
{
    /// <summary>
    /// How many recipients it would have: each openid of the list once; of everyone, the users who have a usable credit now.
    /// </summary>
    public required long Total { get; init; }

    /// <summary>How many lines of the list name an openid that came before: they are passed over.</summary>
    public long Repeated { get; init; }

    /// <summary>How many recipients lack a value that a place needs, and would fail.</summary>
    public long MissingValues { get; init; }

    /// <summary>How many recipients would fail because their message breaks a rule of WeChat, those without a value included.</summary>
    public long Unsendable { get; init; }

    /// <summary>How many of <see cref="CreditsChecked"/> recipients have no usable credit now, and would be passed over.</summary>
    public long NoCredit { get; init; }

    /// <summary>For how many recipients that was looked up: the first ones.</summary>
    public long CreditsChecked { get; init; }

    /// <summary>The messages of the first recipients.</summary>
    public required IReadOnlyList<CampaignSample> Samples { get; init; }
}

/// <summary>The message of one recipient as it would be sent.</summary>
/// <param name="OpenId">The recipient.</param>
/// <param name="Page">The page of the mini program that a tap would open.</param>
/// <param name="Data">The value of each keyword, by its key; empty if the message cannot be made.</param>
/// <param name="Complaint">Why it would not be sent; <see langword="null"/>: it would.</param>
public sealed record CampaignSample(string OpenId, string? Page, IReadOnlyDictionary<string, string> Data, string? Complaint);
