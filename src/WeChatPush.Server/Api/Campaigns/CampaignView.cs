using System.Text.Json.Serialization;
using WeChatPush.Campaigns;
using WeChatPush.Credits;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>A campaign as the API shows it.</summary>
internal sealed record CampaignView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required CreditKind Kind { get; init; }

    public required string TemplateId { get; init; }

    public required CampaignState State { get; init; }

    /// <summary>Why it is paused.</summary>
    public PauseReason? PausedReason { get; init; }

    /// <summary>When a pause ends by itself.</summary>
    public DateTimeOffset? ResumesAt { get; init; }

    public required CampaignCounts Counts { get; init; }

    /// <summary>Whether the total is final: everyone who can be reached is found while the campaign runs.</summary>
    public required bool AudienceKnown { get; init; }

    public required CampaignAudience Audience { get; init; }

    /// <summary>Messages per second.</summary>
    public required double Rate { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>What protects the recipients.</summary>
    public required CampaignLimitsView Limits { get; init; }

    /// <summary>Which version of the mini program a tap opens; null: the released one.</summary>
    [JsonPropertyName("miniprogramState")]
    public MiniProgramState? MiniProgramState { get; init; }

    /// <summary>The language of the texts around the message; null: zh_CN.</summary>
    public MessageLanguage? Lang { get; init; }

    /// <summary>In the answer to the creation only: how many recipients lack a value that a place needs, and will fail.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MissingValues { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long it still takes at its rate, while it runs.</summary>
    public long? EtaSeconds { get; init; }

    public static CampaignView From(Campaign campaign) => new()
    {
        Id = campaign.Id,
        Name = campaign.Plan.Name,
        Kind = campaign.Plan.Kind,
        TemplateId = campaign.Plan.TemplateId,
        State = campaign.State,
        PausedReason = campaign.PausedReason,
        ResumesAt = campaign.ResumesAt,
        Counts = campaign.Counts,
        AudienceKnown = campaign.AudienceKnown,
        Audience = campaign.Plan.Audience,
        Rate = campaign.Plan.Rate,
        DryRun = campaign.Plan.DryRun,
        Limits = CampaignLimitsView.From(campaign.Plan.Limits),
        MiniProgramState = campaign.Plan.MiniProgramState,
        Lang = campaign.Plan.Lang,
        CreatedAt = campaign.CreatedAt,
        StartAt = campaign.Plan.StartAt,
        StartedAt = campaign.StartedAt,
        FinishedAt = campaign.FinishedAt,
        EtaSeconds = campaign.State is CampaignState.Running && !campaign.Plan.DryRun
            ? (long)Math.Ceiling(campaign.Counts.Pending / campaign.Plan.Rate)
            : null,
    };
}

/// <summary>Some campaigns.</summary>
internal sealed record CampaignViewPage(IReadOnlyList<CampaignView> Items, string? Next);

/// <summary>A recipient as the API shows one.</summary>
internal sealed record RecipientView(
    string OpenId,
    RecipientOutcome Outcome,
    RecipientReason? Reason,
    int? Errcode,
    string? Errmsg,
    DateTimeOffset? At,
    string? MsgId)
{
    public static RecipientView From(RecipientResult recipient) =>
        new(recipient.OpenId, recipient.Outcome, recipient.Reason, recipient.ErrCode, recipient.ErrMsg, recipient.At,
            recipient.MsgId);
}

/// <summary>Some recipients.</summary>
internal sealed record RecipientViewPage(IReadOnlyList<RecipientView> Items, string? Next);
