using Microsoft.Extensions.Logging;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Storage;
using WeChatPush.Telemetry;

namespace WeChatPush.Credits;

/// <summary>
/// <code>
/// reserve ── none ──▶ noCredit
///    │
///   begin ─▶ send ── 41028, 41029 ──▶ burn ──▶ reserve the next
///    │
///  settle: spent │ returned │ burned │ all burned │ uncertain
/// </code>
/// </summary>
internal sealed partial class CreditMessages(
    ICreditLedger ledger,
    HeldReservations held,
    SubscribeMessages subscribe,
    TemplateMessages template,
    TimeProvider time,
    ILogger<CreditMessages> logger) : ICreditMessages
{
    /// <summary>As many formIds as a user with a broken client is given a chance with.</summary>
    private const int MaxTries = 10;

    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(200);
    private const int SettleTries = 10;

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(string app, CreditMessage message, CancellationToken cancellationToken)
    {
        if (message.Check() is { Count: > 0 } errors)
            throw new InvalidCreditMessageException(errors);

        SendResult? last = null;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var reservation = await ledger.ReserveAsync(
                app, message.OpenId, message.Kind, message.TemplateId, cancellationToken);
            if (reservation is null)
                break;
            last = await SendOnAsync(reservation, message, cancellationToken);
            if (!CreditOutcomePolicy.AllowsAnother(last))
                break;
        }

        return last ?? new() { Outcome = SendOutcome.NoCredit, Class = ErrorClass.User };
    }

    private async ValueTask<SendResult> SendOnAsync(
        CreditReservation reservation, CreditMessage message, CancellationToken cancellationToken)
    {
        using var holding = held.Hold(reservation);
        var note = new CreditSendNote(ledger, reservation);
        SendResult result;
        try
        {
            result = await SendAsync(reservation, message, note, cancellationToken);
        }
        catch (Exception error) when (error is OperationCanceledException || !note.IsBegun)
        {
            // A cancellation is thrown only as long as nothing was written.
            await SettleAsync(reservation, CreditOutcome.Returned);
            throw;
        }

        await SettleAsync(reservation, CreditOutcomePolicy.For(result));
        return result;
    }

    private ValueTask<SendResult> SendAsync(
        CreditReservation reservation, CreditMessage message, CreditSendNote note, CancellationToken cancellationToken)
    {
        var keywords = message.ToKeywords(note: note);
        return reservation.FormId is { } formId
            ? template.SendAsync(reservation.App, keywords, formId, cancellationToken)
            : subscribe.SendAsync(reservation.App, keywords, cancellationToken);
    }

    /// <summary>
    /// What WeChat said must get into the ledger. If it cannot, the lease ends by itself, and the credit counts as
    /// uncertain: less than there is, never more.
    /// </summary>
    private async ValueTask SettleAsync(CreditReservation reservation, CreditOutcome outcome)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (await ledger.SettleAsync(reservation, outcome, CancellationToken.None))
                    Metrics.CreditEnded(
                        reservation.App,
                        EnumNames<CreditKind>.Get(reservation.Kind),
                        EnumNames<CreditOutcome>.Get(outcome));
                else if (tries == 1)
                    LogLate(logger, reservation.App, ShortOpenId.Shorten(reservation.OpenId));
                return;
            }
            catch (StoreUnavailableException error) when (tries == SettleTries)
            {
                LogNotSettled(logger, reservation.App, ShortOpenId.Shorten(reservation.OpenId), error.Message);
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(SettlePause, time, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(610, LogLevel.Warning,
        "The lease on a credit of app {App} for {User} ended before its send was settled; one that had begun counts as uncertain. "
        + "If this repeats, raise WeChatPush:Dispatching:Lease.")]
    private static partial void LogLate(ILogger logger, string app, string user);

    [LoggerMessage(611, LogLevel.Error,
        "A credit of app {App} for {User} could not be settled and will count as uncertain: {Reason}")]
    private static partial void LogNotSettled(ILogger logger, string app, string user, string reason);
}
