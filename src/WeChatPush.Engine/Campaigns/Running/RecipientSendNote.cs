using WeChatPush.Sending;

namespace WeChatPush.Campaigns.Running;

/// <summary>What the note of a recipient's message has come to.</summary>
internal enum RecipientNoteState
{
    /// <summary>The message is not begun; nothing was written.</summary>
    Waiting,

    /// <summary>It is begun, and may have been written.</summary>
    Begun,

    /// <summary>It missed its slot, is not begun, and needs another slot.</summary>
    Late,

    /// <summary>Another holder has the recipient.</summary>
    Lost,

    /// <summary>The campaign does not run any more.</summary>
    Stopped,
}

/// <summary>
/// The note of one recipient's message, in the campaign. It is made at the message's slot, and taken back when the disk,
/// Redis or the processor delayed it past the slot: what was delayed together does not leave together. That happens once:
/// a store that is always slow delays all of them alike.
/// </summary>
/// <param name="store">Where it is noted.</param>
/// <param name="recipient">Whose message it is.</param>
/// <param name="gate">What the message waits at.</param>
/// <param name="slot">Its slot.</param>
/// <param name="atTheGate">Called when everything that comes before the slot is done.</param>
internal sealed class RecipientSendNote(
    ICampaignStore store, ClaimedRecipient recipient, RateGate gate, TimeSpan slot, Action atTheGate) : ISendNote
{
    private TimeSpan _slot = slot;
    private bool _mayBeLate;

    public RecipientNoteState State { get; private set; }

    public SemaphoreSlim? Limiter => store.SendLimiter;

    /// <summary>Waits until the message may leave; it is not begun meanwhile.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (State is RecipientNoteState.Waiting)
            atTheGate();
        State = RecipientNoteState.Waiting;
        _slot = await gate.WaitAsync(_slot, cancellationToken);
    }

    public async ValueTask<bool> BeginAsync(CancellationToken cancellationToken)
    {
        if (IsLate())
            return false;
        var answer = await store.BeginAsync([recipient], CancellationToken.None);
        if (!answer.Running || answer.Begun.Count == 0)
        {
            State = answer.Running ? RecipientNoteState.Lost : RecipientNoteState.Stopped;
            return false;
        }

        if (IsLate())
        {
            await store.WithdrawAsync([recipient], CancellationToken.None);
            return false;
        }

        State = RecipientNoteState.Begun;
        _mayBeLate = true;
        return true;
    }

    public ValueTask WithdrawAsync(ApiResult result)
    {
        State = RecipientNoteState.Waiting;
        return store.WithdrawAsync([recipient], CancellationToken.None);
    }

    private bool IsLate()
    {
        if (_mayBeLate || !gate.IsLate(_slot))
            return false;
        State = RecipientNoteState.Late;
        _mayBeLate = true;
        return true;
    }
}
