using System.Globalization;
using StackExchange.Redis;
using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Campaigns;

/// <content>Taking recipients, and undoing a claim whose answer was lost.</content>
internal sealed partial class RedisCampaignStore
{
    // A note takes as long as Redis' disk: enough for a thousand messages a second on a slow one, and few enough for a busy
    // processor to write at once.
    private const int MaxNotedSends = 8;

    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public SemaphoreSlim SendLimiter { get; } = new(MaxNotedSends);

    /// <inheritdoc/>
    public async ValueTask<RecipientClaimResult> ClaimAsync(
        string app, string id, RecipientClaimRequest request, CancellationToken cancellationToken)
    {
        var claim = Guid.NewGuid().ToString("N")[..8];
        RedisResult answer;
        try
        {
            answer = await RunAsync(
                RedisCampaignScripts.Claim,
                app,
                [
                    _clock.Now, id, request.Holder, Math.Min(request.Max, MaxClaimed),
                    request.Skip is null ? "" : $"1\n{request.Skip}", LeaseMs, claim,
                    (long)SlotSchedule.CatchUp.TotalMicroseconds, CampaignWords.DailyLimit,
                ]);
        }
        catch (StoreOutcomeUnknownException)
        {
            _ = AbortClaimAsync(app, id, request.Holder, claim);
            throw;
        }

        if (answer.IsNull)
            return new() { Running = false, Seen = 0, Recipients = [], Slots = default };
        var parts = (RedisValue[])answer!;
        return new()
        {
            Running = true,
            Seen = (int)parts[0],
            Slots = SlotsOf(parts[1], parts[2]),
            Recipients =
            [
                .. parts[3..].Chunk(4).Select(taken => new ClaimedRecipient
                {
                    App = app,
                    Campaign = id,
                    Holder = request.Holder,
                    Number = (long)taken[0],
                    OpenId = taken[1]!,
                    Values = CampaignJson.TryReadValues(NullIfEmpty(taken[2]), out var values) ? values : null,
                    FormId = NullIfEmpty(taken[3]),
                }),
            ],
        };
    }

    /// <inheritdoc/>
    public async ValueTask<Slots> GiveSlotsAsync(
        string app, string id, int number, CancellationToken cancellationToken)
    {
        var answer = await RunAsync(
            RedisCampaignScripts.GiveSlots, app, [_clock.Now, id, number, (long)SlotSchedule.CatchUp.TotalMicroseconds]);
        return (RedisValue[]?)answer is [var rate, var ahead] ? SlotsOf(rate, ahead) : default;
    }

    private static Slots SlotsOf(RedisValue rate, RedisValue ahead) => new(
        TimeSpan.FromMicroseconds(long.Parse(ahead.ToString(), CultureInfo.InvariantCulture)),
        SlotSchedule.Spacing(double.Parse(rate.ToString(), CultureInfo.InvariantCulture)));

    private static string? NullIfEmpty(RedisValue text) => text.IsNullOrEmpty ? null : text.ToString();

    /// <summary>
    /// Whether the claim took recipients is not known, and no instance will send to them: as long as this holder renews its
    /// lease they would not come back by themselves. If the claim reaches the server only now, it takes none.
    /// </summary>
    private async Task AbortClaimAsync(string app, string id, string holder, string claim)
    {
        while (true)
        {
            await Task.Delay(BetweenCalls, _redis.Time, CancellationToken.None);
            try
            {
                await RunAsync(
                    RedisCampaignScripts.AbortClaim, app, [_clock.Now, id, holder, claim, (LeaseMs / 1000) + 60]);
                return;
            }
            catch (StoreUnavailableException) when (!_redis.IsDisposed)
            {
                // Until it is back, or this instance ends and its leases with it.
            }
            catch (StoreUnavailableException)
            {
                return;
            }
        }
    }
}
