using System.Globalization;
using StackExchange.Redis;
using WeChatPush.Campaigns;
using WeChatPush.Credits;

namespace WeChatPush.Redis.Campaigns;

/// <summary>A campaign as its fields and values in Redis.</summary>
internal static class CampaignFields
{
    /// <summary>What is known of it from the beginning.</summary>
    public static IEnumerable<RedisValue> From(CampaignPlan plan) =>
    [
        "plan", CampaignJson.Write(plan),
        "state", (int)CampaignState.Draft,
        "kind", plan.Kind is CreditKind.Template ? "template" : "subscribe",
        "template", plan.TemplateId,
        "dry", plan.DryRun ? 1 : 0,
        "daily", plan.Limits.PerUserPerDay ?? 0,
        "rate", plan.Rate.ToString("R", CultureInfo.InvariantCulture),
        "gathered", plan.Audience is CampaignAudience.List ? 1 : 0,
    ];

    public static Campaign Read(string app, RedisResult answer)
    {
        var fields = ((RedisValue[])answer!).Chunk(2).ToDictionary(pair => pair[0].ToString(), pair => pair[1]);
        return new()
        {
            Id = Text("id"),
            App = app,
            Plan = CampaignJson.ReadPlan(Text("plan")),
            State = (CampaignState)(int)fields["state"],
            PausedReason = StoredReasons.Read(Text("reason"), Text("resumes"), Text("exact")),
            ResumesAt = Time("resumes"),
            AudienceKnown = Text("gathered") == "1",
            CreatedAt = Time("created")!.Value,
            StartedAt = Time("started"),
            FinishedAt = Time("finished"),
            Counts = new()
            {
                Pending = Count(RecipientOutcome.Pending),
                Sent = Count(RecipientOutcome.Sent),
                NoCredit = Count(RecipientOutcome.NoCredit),
                Refused = Count(RecipientOutcome.Refused),
                Failed = Count(RecipientOutcome.Failed),
                Uncertain = Count(RecipientOutcome.Uncertain),
                Cancelled = Count(RecipientOutcome.Cancelled),
                Skipped = Count(RecipientOutcome.Skipped),
            },
        };

        string Text(string field) => fields.TryGetValue(field, out var value) ? value.ToString() : "";

        DateTimeOffset? Time(string field) => Text(field) is { Length: > 0 } ms
            ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(ms, CultureInfo.InvariantCulture))
            : null;

        long Count(RecipientOutcome outcome) =>
            fields.TryGetValue(((int)outcome).ToString(CultureInfo.InvariantCulture), out var count) ? (long)count : 0;
    }
}
