using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Campaigns.Running;

/// <summary>The sends of one run of a campaign that are under way, and what their ends mean.</summary>
internal sealed partial class InFlightSends(
    CampaignSends sends,
    SettleQueue settling,
    BackOff backOff,
    StallDetector stall,
    RateGate gate,
    BroadcastEvent signal,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>As many formIds as a user with a broken client is given a chance with.</summary>
    private const int MaxTries = 10;

    /// <summary>So many wrong messages in a row are no accident.</summary>
    private const int MaxFailures = 20;

    private int _count;
    private int _failures;
    private CampaignMove? _pause;
    private bool _draining;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether WeChat has yet to answer those who are under way before more are.</summary>
    public bool MustWait => stall.IsStalled(Count);

    /// <summary>The pause that the campaign must make.</summary>
    public CampaignMove? Pause => Volatile.Read(ref _pause);

    /// <summary>Sends to a recipient that was begun; returns at once.</summary>
    public void Start(Ready ready, CreditMessage message, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _count) == 1)
            stall.RecordAnswer();
        _ = SendAsync(ready, message, cancellationToken);
    }

    /// <summary>Waits until no send is under way; no recipient's next credit is tried any more.</summary>
    public async Task DrainAsync()
    {
        Volatile.Write(ref _draining, true);
        while (true)
        {
            var ended = signal.Next;
            if (Count == 0)
                return;
            await ended;
        }
    }

    /// <summary>Has the campaign pause; the first caller gives the reason.</summary>
    public void PauseFor(CampaignMove pause) => Interlocked.CompareExchange(ref _pause, pause, null);

    private async Task SendAsync(Ready ready, CreditMessage message, CancellationToken cancellationToken)
    {
        try
        {
            Complete(ready, await sends.SendAsync(
                ready.Recipient, message, token => gate.WaitAsync(ready.Slot, token), cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Thrown only as long as nothing was written.
            settling.Release(ready.Recipient);
        }
        catch (Exception error)
        {
            LogBroken(logger, error, ready.Recipient.App);
            Complete(ready, new() { Outcome = SendOutcome.Uncertain, Class = ErrorClass.Uncertain });
        }
        finally
        {
            Interlocked.Decrement(ref _count);
            stall.RecordAnswer();
            signal.Set();
        }
    }

    private void Complete(Ready ready, SendResult result)
    {
        switch (SendResultPolicy.Decide(result, time.GetUtcNow()))
        {
            case SendDecision.Settle:
                var mayTakeAnother = ready.Tries < MaxTries - 1 && !Volatile.Read(ref _draining);
                settling.Settle(SendResultPolicy.ToRecipientEnd(ready.Recipient, result, mayTakeAnother));
                CountFailures(result);
                break;
            case SendDecision.BackOff:
                settling.Release(ready.Recipient);
                backOff.Begin();
                break;
            case SendDecision.Pause:
                settling.Release(ready.Recipient);
                PauseFor(SendResultPolicy.ToPause(result, time.GetUtcNow(), options.CurrentValue.Sending));
                break;
        }
    }

    private void CountFailures(SendResult result)
    {
        if (result.Outcome is SendOutcome.Sent)
        {
            Volatile.Write(ref _failures, 0);
            backOff.Reset();
        }
        else if (result.Outcome is SendOutcome.Failed && Interlocked.Increment(ref _failures) == MaxFailures)
        {
            PauseFor(CampaignMove.PauseFor(PauseReason.Failing, resumesAt: null));
        }
    }

    [LoggerMessage(650, LogLevel.Error, "A message of a campaign of app {App} met an error; it counts as uncertain.")]
    private static partial void LogBroken(ILogger logger, Exception error, string app);
}
