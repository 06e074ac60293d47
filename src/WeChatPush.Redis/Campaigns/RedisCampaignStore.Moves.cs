using StackExchange.Redis;
using WeChatPush.Campaigns;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Campaigns;

/// <content>How a campaign gets from state to state, and at which rate it sends.</content>
internal sealed partial class RedisCampaignStore
{
    /// <inheritdoc/>
    public async ValueTask<CampaignChange?> MoveAsync(
        string app, string id, CampaignMove move, CancellationToken cancellationToken) =>
        ToChange(await RunAsync(
            RedisCampaignScripts.Move,
            app,
            [
                _clock.Now, id, (int)move.To,
                move.Reason is { } reason ? (int)StoredReasons.For(reason) : "",
                move.ResumesAt is { } resumes ? _clock.Until(resumes) : "",
                move.Reason is { } exact && StoredReasons.For(exact) != exact ? (int)exact : "",
                .. move.From.Select(standing =>
                    (RedisValue)$"{(int)standing.State}:{(standing.Reason is { } from ? (int)StoredReasons.For(from) : null)}"),
            ]));

    /// <inheritdoc/>
    public async ValueTask<CampaignChange?> ChangeRateAsync(string app, string id, double rate, CancellationToken cancellationToken)
    {
        // Nothing else of a plan ever changes, so it may be read before the step.
        if (await FindAsync(app, id, cancellationToken) is not { } campaign)
            return null;
        if (ReferenceEquals(campaign.Plan, CampaignJson.Unreadable))
            return new(false, campaign.State);
        return ToChange(await RunAsync(
            RedisCampaignScripts.ChangeRate,
            app,
            [_clock.Now, id, CampaignFields.Rate(rate), CampaignJson.Write(campaign.Plan with { Rate = rate })]));
    }

    /// <inheritdoc/>
    public async ValueTask<int> StartDueAsync(CancellationToken cancellationToken)
    {
        var started = 0;
        await EachApp.RunAsync(_ready.Take(), async app =>
        {
            // The running ones of these are asked for next.
            _ready.Add(app);
            var answer = (RedisResult[])(await RunAsync(RedisCampaignScripts.StartDue, app, [_clock.Now]))!;
            started += (int)answer[0];
            _ready.SetDue(app, answer[1].IsNull ? null : _clock.In(answer[1].ToLong()));
        });
        return started;
    }

    private static CampaignChange? ToChange(RedisResult answer)
    {
        if (answer.IsNull)
            return null;
        var parts = (RedisResult[])answer!;
        return new((int)parts[0] == 1, (CampaignState)(int)parts[1]);
    }
}
