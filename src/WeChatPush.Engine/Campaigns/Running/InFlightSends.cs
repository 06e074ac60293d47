using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Storage;

namespace WeChatPush.Campaigns.Running;

/// <summary>The sends of one run of a campaign that are under way, and what their ends mean.</summary>
internal sealed partial class InFlightSends(
    CampaignSends sends,
    ICampaignStore store,
    SettleQueue settling,
    BackOff backOff,
    StallDetector stall,
    RateGate gate,
    LatencyEstimate latency,
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
    private StoreUnavailableException? _storeFailure;
    private bool _stopped;
    private bool _draining;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether WeChat has yet to answer those who are under way before more are.</summary>
    public bool MustWait => stall.IsStalled(Count);

    /// <summary>The pause that the campaign must make.</summary>
    public CampaignMove? Pause => Volatile.Read(ref _pause);

    /// <summary>The campaign does not run any more.</summary>
    public bool IsStopped => Volatile.Read(ref _stopped);

    /// <summary>Why a message could not be noted.</summary>
    public StoreUnavailableException? StoreFailure => Volatile.Read(ref _storeFailure);

    /// <summary>Sends to a recipient when its slot has come; returns at once.</summary>
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
        var started = time.GetTimestamp();
        var note = new RecipientSendNote(
            store, ready.Recipient, gate, ready.Slot, () => latency.Record(time.GetElapsedTime(started)));
        try
        {
            SendResult result;
            do
                result = await sends.SendAsync(ready.Recipient, message, note, cancellationToken);
            while (note.State is RecipientNoteState.Late);
            Complete(ready, note, result);
        }
        catch (OperationCanceledException)
        {
            // Thrown only as long as nothing was written.
            settling.Release(ready.Recipient);
        }
        catch (StoreUnavailableException error) when (note.State is not RecipientNoteState.Begun)
        {
            Volatile.Write(ref _storeFailure, error);
            settling.Release(ready.Recipient);
        }
        catch (Exception error)
        {
            LogBroken(logger, error, ready.Recipient.App);
            Complete(ready, note, new() { Outcome = SendOutcome.Uncertain, Class = ErrorClass.Uncertain });
        }
        finally
        {
            Interlocked.Decrement(ref _count);
            stall.RecordAnswer();
            signal.Set();
        }
    }

    private void Complete(Ready ready, RecipientSendNote note, SendResult result)
    {
        switch (note.State)
        {
            case RecipientNoteState.Lost:
                return;
            case RecipientNoteState.Stopped:
                Volatile.Write(ref _stopped, true);
                settling.Release(ready.Recipient);
                return;
        }

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
