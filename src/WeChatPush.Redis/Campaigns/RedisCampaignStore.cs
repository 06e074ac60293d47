using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WeChatPush.Apps;
using WeChatPush.Campaigns;
using WeChatPush.Coordination;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Storage;

namespace WeChatPush.Redis.Campaigns;

/// <summary>The campaigns of a fleet, in Redis. Every step is one script.</summary>
internal sealed partial class RedisCampaignStore : ICampaignStore
{
    private const string Channel = "wechatpush:campaigns";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    // The most that one script does, because it blocks all other clients. A larger request is split.
    private const int MaxAdded = 500;
    private const int MaxExpanded = 1000;
    private const int MaxLooks = 1000;
    private const int MaxClaimed = 128;
    private const int MaxPages = 1000;
    private const int MaxNotified = 500;

    private readonly RedisConnection _redis;
    private readonly IOptionsMonitor<WeChatPushOptions> _options;
    private readonly RedisClock _clock;
    private readonly ReadyApps _ready;
    private readonly ReadyApps _toRecover;
    private readonly ReadyApps _toSweep;
    private readonly RedisStoredApps? _stored;
    private readonly ConcurrentDictionary<string, string> _forgetCursors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RedisKey[]> _tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CampaignBatchers> _batchers = new(StringComparer.Ordinal);

    public RedisCampaignStore(
        RedisConnection redis,
        AppCatalog catalog,
        IOptionsMonitor<WeChatPushOptions> options,
        TimeProvider time,
        RedisStoredApps? stored = null)
    {
        (_redis, _options, _clock, _stored) = (redis, options, new RedisClock(time), stored);
        (_ready, _toRecover, _toSweep) = (new(catalog, time), new(catalog, time), new(catalog, time));
        redis.Listen(Channel, tag => _ready.Add(tag.Trim('{', '}')));

        // What was signalled while there was no connection was not heard.
        redis.Connected += _ready.AddAll;
    }

    private long LeaseMs => (long)_options.CurrentValue.Dispatching.Lease.TotalMilliseconds;

    /// <inheritdoc/>
    public async ValueTask CreateAsync(NewCampaign campaign, CancellationToken cancellationToken) =>
        await RunAsync(
            RedisCampaignScripts.Create,
            campaign.App,
            [
                _clock.Now, campaign.Id, LeaseMs,
                campaign.Plan.StartAt is { } start ? _clock.Until(start) : "",
                .. CampaignFields.From(campaign.Plan),
            ]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<int>?> AddRecipientsAsync(
        string app, string id, IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken)
    {
        var passedOver = new List<int>();
        foreach (var (number, piece) in recipients.Chunk(MaxAdded).Index())
        {
            var places = (int[])(await RunAsync(
                RedisCampaignScripts.AddRecipients,
                app,
                [
                    _clock.Now, id, LeaseMs,
                    .. piece.SelectMany(recipient => new RedisValue[]
                    {
                        recipient.OpenId, NumberOf(recipient.OpenId), CampaignJson.Write(recipient.Values) ?? "",
                    }),
                ]))!;
            if (places is [-1])
                return null;
            passedOver.AddRange(places.Select(place => (number * MaxAdded) + place));
        }

        return passedOver;
    }

    /// <inheritdoc/>
    public async ValueTask<CampaignCreation?> PublishAsync(
        string app, string id, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var answer = await RunAsync(
            RedisCampaignScripts.Publish,
            app,
            [_clock.Now, id, key?.Key ?? "", key is null ? "" : Convert.ToHexStringLower(key.BodyHash.Span)]);
        return ReadCreation(app, answer);
    }

    /// <inheritdoc/>
    public async ValueTask<CampaignCreation?> FindMadeAsync(
        string app, IdempotencyKey key, CancellationToken cancellationToken) =>
        ReadCreation(app, await RunAsync(
            RedisCampaignScripts.FindMade, app, [_clock.Now, key.Key, Convert.ToHexStringLower(key.BodyHash.Span)]));

    private static CampaignCreation? ReadCreation(string app, RedisResult answer)
    {
        if (answer.IsNull)
            return null;
        var parts = (RedisResult[])answer!;
        return (string)parts[0]! switch
        {
            "published" => new CampaignCreation(CreationOutcome.Created, Read(app, parts[1])),
            "before" => new CampaignCreation(CreationOutcome.MadeBefore, Read(app, parts[1])),
            _ => new CampaignCreation(CreationOutcome.KeyTaken, null),
        };
    }

    /// <inheritdoc/>
    public async ValueTask DiscardAsync(string app, string id, CancellationToken cancellationToken) =>
        await RunAsync(RedisCampaignScripts.Discard, app, [_clock.Now, id]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Campaign>> GetRunningAsync(CancellationToken cancellationToken)
    {
        var running = new List<Campaign>();
        await EachApp.RunAsync(_ready.Take(), async app =>
        {
            var answer = (RedisResult[])(await RunAsync(RedisCampaignScripts.Running, app, [_clock.Now]))!;
            running.AddRange(answer.Select(campaign => Read(app, campaign)).OfType<Campaign>()
                .Where(campaign => campaign.State is CampaignState.Running));
            if (answer.Length > 0)
                _ready.Add(app);
        });
        return running;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExpandAudienceAsync(string app, string id, int max, CancellationToken cancellationToken) =>
        1 == (int)await RunAsync(
            RedisCampaignScripts.ExpandAudience, app, [_clock.Now, id, Math.Min(max, MaxExpanded), MaxLooks]);

    /// <inheritdoc/>
    public async ValueTask<BeginAnswer> BeginAsync(
        IReadOnlyList<ClaimedRecipient> recipients, CancellationToken cancellationToken)
    {
        if (recipients.Count == 0)
            return new(true, []);
        var letters = await BatchersOf(recipients[0].App).Begins.AddAsync(recipients).WaitAsync(cancellationToken);
        return letters.Contains('p')
            ? new(false, [])
            : new(true, [.. recipients.Where((_, i) => letters[i] == '1')]);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SettleAnswer>> SettleAsync(
        IReadOnlyList<RecipientEnd> ends, CancellationToken cancellationToken) =>
        ends.Count == 0
            ? []
            : await BatchersOf(ends[0].Recipient.App).Ends.AddAsync(ends).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask WithdrawAsync(IReadOnlyList<ClaimedRecipient> recipients, CancellationToken cancellationToken) =>
        RunForAsync(RedisCampaignScripts.Withdraw, recipients);

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyList<ClaimedRecipient> recipients, CancellationToken cancellationToken) =>
        RunForAsync(RedisCampaignScripts.Release, recipients);

    private async ValueTask RunForAsync(RedisScript script, IReadOnlyList<ClaimedRecipient> recipients)
    {
        foreach (var piece in recipients.Chunk(MaxClaimed))
        {
            await RunAsync(
                script,
                piece[0].App,
                [
                    _clock.Now, piece[0].Campaign, piece[0].Holder,
                    .. piece.Select(recipient => (RedisValue)recipient.Number),
                ]);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RenewAsync(
        string app, string id, string holder, CancellationToken cancellationToken) =>
        1 == (int)await RunAsync(RedisCampaignScripts.Renew, app, [_clock.Now, id, holder, LeaseMs]);

    /// <inheritdoc/>
    public async ValueTask<int> RecoverAsync(int max, CancellationToken cancellationToken)
    {
        var recovered = 0;
        var ahead = (long)LeaseLimit.MaxAhead(_options.CurrentValue.Dispatching.Lease).TotalMilliseconds;
        await EachApp.RunAsync(_toRecover.Take(), async app =>
        {
            // What does not fit any more comes first next time.
            if (recovered >= max)
                _toRecover.Add(app);
            for (var more = true; more && recovered < max;)
            {
                var answer = (int[])(await RunAsync(
                    RedisCampaignScripts.Recover,
                    app,
                    [_clock.Now, Math.Min(max - recovered, MaxClaimed), CampaignWords.LeaseExpired, ahead]))!;
                recovered += answer[0];
                more = answer[1] == 1;
            }
        });
        return recovered;
    }

    /// <inheritdoc/>
    public async ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken)
    {
        var gone = 0;
        await EachApp.RunAsync([.. _toSweep.Take().Union(_stored?.Removed ?? [])], async app =>
            gone += (int)await RunAsync(RedisCampaignScripts.GiveUp, app, [_clock.Now, Math.Min(max, MaxClaimed)])
                + await ForgetEndedAsync(app, max));
        return gone;
    }

    // The caller goes on at once only after as many rows as it asked for.
    private async Task<int> ForgetEndedAsync(string app, int max)
    {
        var answer = (RedisResult[])(await RunAsync(
            RedisCampaignScripts.ForgetEnded,
            app,
            [
                _clock.Now, MaxClaimed, _forgetCursors.GetValueOrDefault(app, ""),
                _clock.Before(_options.CurrentValue.Retention.Campaigns), MaxPages,
            ]))!;
        _forgetCursors[app] = answer[1].ToString();
        return (int)answer[0] > 0 ? max : 0;
    }

    private static Campaign? Read(string app, RedisResult answer) =>
        answer.IsNull ? null : CampaignFields.Read(app, answer);

    /// <summary>A number of 64 bits that stands for an openid, of which the server packs hundreds together.</summary>
    private static RedisValue NumberOf(string openId) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(openId)))
            .ToString(CultureInfo.InvariantCulture);

    private CampaignBatchers BatchersOf(string app) => _batchers.GetOrAdd(
        app, name => new(_clock, (script, arguments) => RunAsync(script, name, arguments)));

    private Task<RedisResult> RunAsync(RedisScript script, string app, RedisValue[] arguments) => _redis.EvaluateAsync(
        script,
        _tags.GetOrAdd(app, static name => [Encoding.UTF8.GetBytes($"{{{name}}}")]),
        arguments,
        Timeout);
}
