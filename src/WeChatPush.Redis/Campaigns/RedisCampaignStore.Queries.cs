using System.Globalization;
using StackExchange.Redis;
using WeChatPush.Campaigns;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Campaigns;

/// <content>What there is to see.</content>
internal sealed partial class RedisCampaignStore
{
    private const int PartsOfARecipient = 6;

    /// <inheritdoc/>
    public async ValueTask<Campaign?> FindAsync(string app, string id, CancellationToken cancellationToken) =>
        Read(app, await RunAsync(RedisCampaignScripts.Find, app, [_clock.Now, id]));

    /// <inheritdoc/>
    public async ValueTask<CampaignPage> ListAsync(
        string app, string? cursor, int max, CancellationToken cancellationToken)
    {
        if (cursor is not null && !Guid.TryParseExact(cursor, "N", out _))
            throw new FormatException("The cursor is not one of this store's.");
        var answer = (RedisResult[])(await RunAsync(RedisCampaignScripts.List, app, [_clock.Now, cursor ?? "", max]))!;
        Campaign[] campaigns = [.. answer.Select(campaign => Read(app, campaign)!)];
        return new(campaigns, campaigns.Length < max ? null : campaigns[^1].Id);
    }

    /// <inheritdoc/>
    public async ValueTask<RecipientPage> GetRecipientsAsync(
        string app,
        string id,
        RecipientOutcome? outcome,
        string? cursor,
        int max,
        CancellationToken cancellationToken)
    {
        var after = 0L;
        if (cursor is not null
            && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            throw new FormatException("The cursor is not one of this store's.");
        var found = new List<RecipientResult>();
        while (after >= 0 && found.Count < max)
        {
            var answer = (RedisValue[])(await RunAsync(
                RedisCampaignScripts.Recipients,
                app,
                [_clock.Now, id, outcome is { } one ? (int)one : "", after, Math.Min(max - found.Count, MaxNotified)]))!;
            after = (long)answer[0];
            found.AddRange(answer[1..].Chunk(PartsOfARecipient).Select(Notify));
        }

        return new(found, after < 0 ? null : after.ToString(CultureInfo.InvariantCulture));
    }

    private static RecipientResult Notify(RedisValue[] recipient)
    {
        var (code, words) = OutcomeWords.Split(recipient[4].ToString());
        return new(
            recipient[1]!,
            recipient[2].ToWord<RecipientOutcome>() ?? RecipientOutcome.Failed,
            code,
            words,
            recipient[3].IsNullOrEmpty
                ? null
                : StoredNumbers.ToTime(recipient[3].ToLong()))
        {
            MsgId = MessageIds.Read(recipient[5]),
        };
    }
}
