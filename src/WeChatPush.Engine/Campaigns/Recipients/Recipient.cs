namespace WeChatPush.Campaigns;

/// <summary>A user whom a campaign is to reach.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="Values">What <c>{field}</c> stands for in the user's message; <see langword="null"/>: nothing.</param>
public sealed record Recipient(string OpenId, IReadOnlyDictionary<string, string>? Values = null);

/// <summary>A recipient and its outcome.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="Outcome">The recipient's outcome.</param>
/// <param name="ErrCode">WeChat's code, where it gave one.</param>
/// <param name="ErrMsg">WeChat's words, or ours where it was not asked.</param>
/// <param name="At">When it was settled; <see langword="null"/>: it is not, or by the campaign's end.</param>
public sealed record RecipientResult(
    string OpenId, RecipientOutcome Outcome, int? ErrCode, string? ErrMsg, DateTimeOffset? At)
{
    /// <summary>The id that WeChat gave the message, where it gave one; its delivery is reported under it.</summary>
    public string? MsgId { get; init; }

    /// <summary>Why, where that was decided here; <see cref="ErrMsg"/> is the text beside it.</summary>
    public RecipientReason? Reason => RecipientReasons.Find(Outcome, ErrCode, ErrMsg);
}

/// <summary>Some recipients, and where to continue.</summary>
/// <param name="Items">In the order in which they were listed or found.</param>
/// <param name="Next">The cursor of the next page; <see langword="null"/>: this was the last.</param>
public sealed record RecipientPage(IReadOnlyList<RecipientResult> Items, string? Next);

/// <summary>Some campaigns, and where to continue.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">The cursor of the next page; <see langword="null"/>: this was the last.</param>
public sealed record CampaignPage(IReadOnlyList<Campaign> Items, string? Next);
