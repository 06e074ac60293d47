using WeChatPush.Campaigns;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>One recipient of a campaign.</summary>
internal sealed record RecipientRequest
{
    /// <summary>The user.</summary>
    public required string OpenId { get; init; }

    /// <summary>What each <c>{field}</c> of the campaign's page and data stands for.</summary>
    public IReadOnlyDictionary<string, TextOrNumber>? Values { get; init; }

    /// <summary>The same in the engine's words.</summary>
    public Recipient ToRecipient() => new(
        OpenId, Values?.ToDictionary(value => value.Key, value => value.Value.Text, StringComparer.Ordinal));
}
