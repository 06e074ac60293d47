using System.Globalization;
using StackExchange.Redis;
using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Redis.Connection;

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
        "rate", Rate(plan.Rate),
        "gathered", plan.Audience is CampaignAudience.List ? 1 : 0,
    ];

    public static string Rate(double rate) => rate.ToString("R", CultureInfo.InvariantCulture);

    public static Campaign Read(string app, RedisResult answer)
    {
        // Two names that cannot be read may look the same.
        var fields = new Dictionary<string, RedisValue>(StringComparer.Ordinal);
        foreach (var pair in ((RedisValue[])answer!).Chunk(2))
            fields[pair[0].ToString()] = pair[1];
        var reason = Text("reason");
        var plan = CampaignJson.TryReadPlan(Text("plan"));
        var (state, pause) = (
            fields.GetValueOrDefault("state").ToWord<CampaignState>(), StoredReasons.Read(reason, Text("resumes"), Text("exact")));
        // Not: it is damaged, or a newer version wrote it. It is listed as paused, and sends nothing.
        var isReadable = plan is not null && state is not null && (reason.Length == 0 || pause is not null);
        return new()
        {
            Id = Text("id"),
            App = app,
            Plan = plan ?? CampaignJson.Unreadable,
            State = isReadable ? state!.Value : CampaignState.Paused,
            PausedReason = isReadable ? pause : PauseReason.Failing,
            ResumesAt = Time("resumes"),
            AudienceKnown = Text("gathered") == "1",
            CreatedAt = Time("created") ?? DateTimeOffset.UnixEpoch,
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
            ? StoredNumbers.ToTime(((RedisValue)ms).ToLong())
            : null;

        long Count(RecipientOutcome outcome) =>
            fields.TryGetValue(((int)outcome).ToString(CultureInfo.InvariantCulture), out var count) ? count.ToLong() : 0;
    }
}
