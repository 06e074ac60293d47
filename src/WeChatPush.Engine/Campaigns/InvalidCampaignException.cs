namespace WeChatPush.Campaigns;

/// <summary>What is asked for cannot be done.</summary>
public sealed class InvalidCampaignException(IReadOnlyDictionary<string, string[]> errors)
    : ArgumentException("The campaign is not valid.")
{
    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}
