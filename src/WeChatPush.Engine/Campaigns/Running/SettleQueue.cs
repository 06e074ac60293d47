using System.Threading.Channels;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Telemetry;

namespace WeChatPush.Campaigns.Running;

/// <summary>
/// What has ended is settled, and what was not sent released, in the order in which it comes in: together whatever
/// queued up while the last step ran.
/// </summary>
internal sealed class SettleQueue
{
    private const int MaxBatch = 256;

    private readonly Channel<Ending> _endings =
        Channel.CreateUnbounded<Ending>(new() { SingleReader = true });

    private readonly ICampaignStore _store;
    private readonly StoreRetry _retry;
    private readonly Action<ClaimedRecipient> _another;
    private readonly Task _loop;

    /// <summary>Begins.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="timeout">How long to retry.</param>
    /// <param name="another">Called for every recipient that has another credit now and is to be sent to once more.</param>
    /// <param name="time">The clock.</param>
    public SettleQueue(ICampaignStore store, Func<TimeSpan> timeout, Action<ClaimedRecipient> another, TimeProvider time)
    {
        (_store, _another, _retry) = (store, another, new StoreRetry(time, timeout, CancellationToken.None));
        _loop = Task.Run(RunAsync);
    }

    public void Settle(RecipientEnd end) => _endings.Writer.TryWrite(new(end.Recipient, end));

    public void Release(ClaimedRecipient recipient) => _endings.Writer.TryWrite(new(recipient, null));

    /// <summary>Takes no more, and waits until all is in the store.</summary>
    public async Task CompleteAsync()
    {
        _endings.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<Ending>(MaxBatch);
        while (await _endings.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxBatch && _endings.Reader.TryRead(out var ending))
                batch.Add(ending);
            await SettleAsync([.. batch.Where(ending => ending.End is not null).Select(ending => ending.End!)]);
            await ReleaseAsync([.. batch.Where(ending => ending.End is null).Select(ending => ending.Recipient)]);
            batch.Clear();
        }
    }

    private async Task SettleAsync(List<RecipientEnd> ends)
    {
        if (ends.Count == 0)
            return;
        var answers = await _retry.TryExecuteAsync(() => _store.SettleAsync(ends, CancellationToken.None));
        foreach (var (end, answer) in ends.Zip(answers ?? []))
        {
            if (answer.Settled)
                Measure(end, answer);
            if (answer.Another is { } another)
                _another(another);
        }
    }

    private static void Measure(RecipientEnd end, SettleAnswer answer)
    {
        var (app, kind) = (end.Recipient.App, end.Recipient.FormId is null ? CreditKind.Subscribe : CreditKind.Template);
        Metrics.CreditEnded(app, EnumNames<CreditKind>.Get(kind), EnumNames<CreditOutcome>.Get(end.Credit));
        if (answer.Another is null)
            Metrics.RecipientEnded(app, EnumNames<RecipientOutcome>.Get(end.Outcome));
    }

    private async Task ReleaseAsync(List<ClaimedRecipient> recipients)
    {
        if (recipients.Count == 0)
            return;
        await _retry.TryExecuteAsync(async () =>
        {
            await _store.ReleaseAsync(recipients, CancellationToken.None);
            return recipients;
        });
    }

    private readonly record struct Ending(ClaimedRecipient Recipient, RecipientEnd? End);
}
