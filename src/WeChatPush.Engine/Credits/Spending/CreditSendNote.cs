using WeChatPush.Sending;

namespace WeChatPush.Credits;

/// <summary>The note of a send on a reserved credit, in the ledger.</summary>
internal sealed class CreditSendNote(ICreditLedger ledger, CreditReservation reservation) : ISendNote
{
    /// <summary>Whether the send was allowed and not taken back: it may have been written.</summary>
    public bool IsBegun { get; private set; }

    public async ValueTask<bool> BeginAsync(CancellationToken cancellationToken) =>
        IsBegun = await ledger.BeginAsync(reservation, CancellationToken.None);

    public ValueTask WithdrawAsync(ApiResult result)
    {
        IsBegun = false;
        return ledger.WithdrawAsync(reservation, CancellationToken.None);
    }
}
