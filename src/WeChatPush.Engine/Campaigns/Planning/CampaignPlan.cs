using WeChatPush.Credits;

namespace WeChatPush.Campaigns;

/// <summary>What a campaign is to send, and how.</summary>
public sealed record CampaignPlan
{
    private static readonly TimeSpan StartTolerance = TimeSpan.FromMinutes(1);

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>On which kind of credit.</summary>
    public CreditKind Kind { get; init; }

    /// <summary>The template.</summary>
    public required string TemplateId { get; init; }

    /// <summary>
    /// The page of the mini program that a tap leads to; <c>{field}</c> stands for a recipient's value.
    /// </summary>
    public string? Page { get; init; }

    /// <summary>The value of each keyword, by its key; <c>{field}</c> stands for a recipient's value.</summary>
    public required IReadOnlyDictionary<string, string> Data { get; init; }

    /// <inheritdoc cref="CreditMessage.MiniProgramState"/>
    public MiniProgramState? MiniProgramState { get; init; }

    /// <inheritdoc cref="CreditMessage.Lang"/>
    public MessageLanguage? Lang { get; init; }

    /// <summary>Messages per second, over the whole fleet.</summary>
    public required double Rate { get; init; }

    /// <summary>When it starts by itself; <see langword="null"/>: when a caller starts it.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Whether only the outcomes are found out: nothing is sent, and no credit touched.</summary>
    public bool DryRun { get; init; }

    /// <summary>Its recipients.</summary>
    public CampaignAudience Audience { get; init; }

    /// <summary>What it does out of politeness.</summary>
    public CampaignLimits Limits { get; init; } = new();

    /// <summary>What is wrong with it, by field; empty: nothing that can be seen before it is created.</summary>
    public IReadOnlyDictionary<string, string[]> Check() => PlanCheck.Check(this);

    /// <summary>
    /// What is wrong with <see cref="StartAt"/> at a moment; <see langword="null"/>: nothing. A time that is over by more than
    /// a minute was meant otherwise, and would start at once.
    /// </summary>
    public string? CheckStart(DateTimeOffset now) => StartAt < now - StartTolerance
        ? $"is over: it is {now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z now; leave it out to start by hand"
        : null;
}

/// <summary>The recipients of a campaign.</summary>
public enum CampaignAudience
{
    /// <summary>Every user who has a usable credit when the walk reaches the user.</summary>
    Everyone,

    /// <summary>The recipients who were listed.</summary>
    List,
}
