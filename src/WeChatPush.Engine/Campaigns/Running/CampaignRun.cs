using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Storage;

namespace WeChatPush.Campaigns.Running;

/// <summary>
/// One run of one campaign in this instance, from its start, or this instance's, to a pause, the end, or a shutdown.
/// <code>
/// take a few, ahead of time ─▶ for each one's slot: turn, token ─▶ gate ─▶ connection ─▶ begin ─▶ write ─▶ settle
/// </code>
/// Its holder is its own: what it may have taken without hearing of it comes back when the lease of it is over.
/// </summary>
internal sealed partial class CampaignRun
{
    /// <summary>How far ahead recipients are taken.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan WhenIdle = TimeSpan.FromMilliseconds(250);

    /// <summary>How long sends may continue after a shutdown has begun.</summary>
    private static readonly TimeSpan WriteTolerance = TimeSpan.FromSeconds(4);

    private const int MaxClaimed = 1024;
    private const int MinInFlight = 16;
    private const int MaxInFlight = 1024;
    private const int MaxStarted = 128;

    private readonly ICampaignStore _store;
    private readonly Campaign _campaign;
    private readonly CampaignTexts _texts;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _holder;
    private readonly long _begunAt;
    private readonly BroadcastEvent _signal = new();
    private readonly BackOff _backOff;
    private readonly SettleQueue _settling;
    private readonly InFlightSends _sends;
    private readonly ReadyQueue _ready;
    private readonly LatencyEstimate _latency = new();
    private readonly Func<CancellationToken, Task> _prepare;
    private readonly ConcurrentQueue<ClaimedRecipient> _again = new();
    private readonly Dictionary<long, int> _tries = [];
    private readonly IOptionsMonitor<WeChatPushOptions> _options;
    private readonly int _maxInFlight;
    private TimeSpan _askedAt;

    public CampaignRun(
        ICampaignStore store,
        CampaignSends sends,
        Campaign campaign,
        string holder,
        IOptionsMonitor<WeChatPushOptions> options,
        TimeProvider time,
        ILogger logger)
    {
        (_store, _campaign, _options, _time, _logger) = (store, campaign, options, time, logger);
        _holder = holder;
        _texts = new(campaign.Plan);
        _ready = new(SlotSchedule.BeginTolerance(campaign.Plan.Rate));
        _begunAt = time.GetTimestamp();
        _backOff = new(time);
        _settling = new(store, () => Lease, TryAgain, time);
        _prepare = token => sends.PrepareAsync(campaign.App, token);
        _sends = new(
            sends,
            store,
            _settling,
            _backOff,
            new(SlotSchedule.StallTimeout(campaign.Plan.Rate), time),
            new(SlotSchedule.WriteTolerance(campaign.Plan.Rate), () => Elapsed, GiveSlotAsync, time),
            _latency,
            _signal,
            options,
            time,
            logger);
        _maxInFlight = Math.Clamp((int)campaign.Plan.Rate, MinInFlight, MaxInFlight);
    }

    /// <summary>How many more messages may be under way now.</summary>
    private int Room => _sends.MustWait ? 0 : Math.Max(0, _maxInFlight - _sends.Count);

    private TimeSpan Elapsed => _time.GetElapsedTime(_begunAt);

    private CampaignPlan Plan => _campaign.Plan;

    private TimeSpan Lease => _options.CurrentValue.Dispatching.Lease;

    /// <summary>Runs until there is nothing left to do here, and leaves no recipient with this holder.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var writeTimeout = new CancellationTokenSource();
        await using var shutdown = stopping.Register(() => writeTimeout.CancelAfter(WriteTolerance));
        Task<RecipientClaimResult>? claim = null;
        // Without a token each send reports what is wrong itself.
        await _prepare(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            while (!stopping.IsCancellationRequested && !_sends.IsStopped && !await PauseAsync())
            {
                var ended = _signal.Next;
                if (_sends.StoreFailure is { } failure)
                    throw failure;
                if (_backOff.Left is var left && left > TimeSpan.Zero)
                {
                    ReleaseReady();
                    await Waiting.ForAsync(left, signal: null, _time, stopping);
                    continue;
                }

                if (claim is { IsCompleted: true })
                {
                    var answer = await claim;
                    claim = null;
                    if (!answer.Running)
                        return;
                    Accept(answer);
                    if (answer.Seen == 0)
                        claim = ClaimAsync(WhenIdle, stopping);
                }

                if (claim is null && _ready.Until - Elapsed < Lead && _ready.Count < MaxClaimed)
                    claim = ClaimAsync(TimeSpan.Zero, stopping);
                await SendDueAsync(writeTimeout.Token);
                var change = claim is null ? ended : Task.WhenAny(ended, claim);
                await Waiting.ForAsync(UntilNext(), change, _time, stopping);
            }
        }
        catch (StoreUnavailableException error)
        {
            LogStoreAway(_logger, Plan.Name, _campaign.Id, error.Message);
        }
        finally
        {
            await LeaveAsync(claim);
        }
    }

    /// <summary>Takes some, after a while. In quiet hours the claim returns none.</summary>
    private async Task<RecipientClaimResult> ClaimAsync(TimeSpan after, CancellationToken stopping)
    {
        if (after > TimeSpan.Zero)
            await Task.Delay(after, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var request = new RecipientClaimRequest(_holder, SlotSchedule.ClaimSize(Plan.Rate));
        if (Plan.Limits.QuietHours?.EndOf(_time.GetUtcNow()) is { } end)
        {
            if (Plan.Limits.QuietHours.Then is QuietHoursAction.Wait)
            {
                _sends.PauseFor(CampaignMove.PauseFor(PauseReason.QuietHours, end));
                return new() { Running = true, Seen = 0, Recipients = [], Slots = default };
            }

            request = request with { Skip = CampaignWords.QuietHours };
        }

        _askedAt = Elapsed;
        return await _store.ClaimAsync(_campaign.App, _campaign.Id, request, CancellationToken.None);
    }

    private void Accept(RecipientClaimResult claim) =>
        _ready.Add(claim.Recipients.Select(recipient => new Ready(recipient, 0)), claim.Slots, _askedAt);

    /// <summary>Sends to those whose moment has come.</summary>
    private async Task SendDueAsync(CancellationToken writeTimeout)
    {
        var again = new List<Ready>();
        while (_again.TryDequeue(out var another))
            again.Add(new(another, _tries[another.Number] = _tries.GetValueOrDefault(another.Number) + 1));
        var room = Math.Min(MaxStarted, Room);
        var (due, late) = room > 0 ? _ready.TakeDue(Elapsed + _latency.Length, room) : ([], []);
        late.AddRange(again);
        try
        {
            if (late.Count > 0)
            {
                var askedAt = Elapsed;
                _ready.Add(late, await GiveSlotsAsync(late.Count), askedAt);
                late.Clear();
            }

        }
        catch (StoreUnavailableException)
        {
            Release(due);
            Release(late);
            throw;
        }

        Start(due, writeTimeout);
    }

    private void Start(List<Ready> due, CancellationToken writeTimeout)
    {
        foreach (var ready in due)
        {
            if (_texts.Make(ready.Recipient.OpenId, ready.Recipient.Values, out var complaint) is { } message)
                _sends.Start(ready, message, writeTimeout);
            else
                _settling.Settle(SendResultPolicy.Unsendable(ready.Recipient, complaint!));
        }
    }

    private async ValueTask<TimeSpan> GiveSlotAsync()
    {
        var askedAt = Elapsed;
        return askedAt + (await GiveSlotsAsync(1)).StartsIn;
    }

    private ValueTask<Slots> GiveSlotsAsync(int number) =>
        _store.GiveSlotsAsync(_campaign.App, _campaign.Id, number, CancellationToken.None);

    /// <summary>Whether the campaign has to pause, and does.</summary>
    private async ValueTask<bool> PauseAsync()
    {
        if (_sends.Pause is not { } pause)
            return false;
        if (await _store.MoveAsync(_campaign.App, _campaign.Id, pause, CancellationToken.None) is { Changed: true })
            LogPaused(
                _logger, Plan.Name, _campaign.Id, pause.Reason,
                pause.ResumesAt is { } at ? $"at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "when a caller resumes it");
        return true;
    }

    private async Task LeaveAsync(Task<RecipientClaimResult>? claim)
    {
        ReleaseReady();
        try
        {
            if (claim is not null)
                Release((await claim).Recipients.Select(recipient => new Ready(recipient, 0)));
        }
        catch (StoreUnavailableException)
        {
            // The recipients it took come back when the lease ends.
        }

        await _sends.DrainAsync();
        await _settling.CompleteAsync();
        List<ClaimedRecipient> left = [.. _again];
        if (left.Count > 0)
            await new StoreRetry(_time, () => Lease, CancellationToken.None).TryExecuteAsync(() => ReleaseAsync(left));
    }

    private async ValueTask<object> ReleaseAsync(List<ClaimedRecipient> recipients)
    {
        await _store.ReleaseAsync(recipients, CancellationToken.None);
        return recipients;
    }

    private void ReleaseReady() => Release(_ready.Clear());

    private void Release(IEnumerable<Ready> recipients)
    {
        foreach (var ready in recipients)
            _settling.Release(ready.Recipient);
    }

    private void TryAgain(ClaimedRecipient recipient)
    {
        _again.Enqueue(recipient);
        _signal.Set();
    }

    private TimeSpan UntilNext()
    {
        if (_ready.Next is not { } next || Room == 0)
            return WhenIdle;
        var left = next - _latency.Length - Elapsed;
        return left > WhenIdle ? WhenIdle : left;
    }

    [LoggerMessage(651, LogLevel.Warning,
        "Campaign {Name} ({Id}) was interrupted here, and begins again: {Reason}")]
    private static partial void LogStoreAway(ILogger logger, string name, string id, string reason);

    [LoggerMessage(652, LogLevel.Warning, "Campaign {Name} ({Id}) is paused: {Reason}. It continues {When}.")]
    private static partial void LogPaused(
        ILogger logger, string name, string id, PauseReason? reason, string when);
}
