using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Sending;

/// <summary>
/// Sends once for each key, whatever number of callers asks, at whichever instance, and however a process ends:
/// <code>
/// (new) ── begin ──▶ under way ── answer of WeChat ──▶ answered
///   ▲                  │ └─ holder died ──▶ unknown: never sent again
///   └─ nothing sent ◀──┘
/// </code>
/// </summary>
internal sealed partial class KeyedSends(
    ISendKeyStore store, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time, ILogger<KeyedSends> logger)
    : IKeyedSends
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    // The caller waits meanwhile.
    private static readonly TimeSpan NoteTimeout = TimeSpan.FromSeconds(2);

    private TimeSpan Lease => options.CurrentValue.Dispatching.Lease;

    /// <inheritdoc/>
    public async ValueTask<KeyedSend> SendAsync(
        SendKey key, Func<CancellationToken, ValueTask<SendResult>> send, CancellationToken cancellationToken)
    {
        var holder = Guid.NewGuid().ToString("N");
        while (true)
        {
            var claim = await BeginAsync(key, holder, cancellationToken);
            switch (claim.State)
            {
                case SendKeyState.Begun:
                    return new(claim.State, await SendAsync(key, holder, send));
                case SendKeyState.Answered:
                    return StoredSend.TryRead(claim.Answer) is { } answer
                        ? new(claim.State, answer)
                        : new(SendKeyState.Unknown, Uncertain(UnreadableEnd));
                case SendKeyState.Unknown:
                    return new(claim.State, Uncertain(UnknownEnd));
                case SendKeyState.Running:
                    await Task.Delay(LookAgain, time, cancellationToken);
                    break;
                default:
                    return new(claim.State, null);
            }
        }
    }

    private const string UnknownEnd =
        "The server stopped while a request with this Idempotency-Key was handled; its message may or may not have been sent.";

    private const string UnreadableEnd =
        "What WeChat answered to the request with this Idempotency-Key cannot be read any more; it is not sent again.";

    private static SendResult Uncertain(string why) =>
        new() { Outcome = SendOutcome.Uncertain, Class = ErrorClass.Uncertain, ErrMsg = why };

    // Where it may have begun without an answer, nothing was sent, and the key must not look as if.
    private async ValueTask<SendKeyClaim> BeginAsync(SendKey key, string holder, CancellationToken cancellationToken)
    {
        try
        {
            return await store.BeginAsync(key, holder, Lease, cancellationToken);
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            _ = EndAsync(key, holder, answer: null);
            throw;
        }
    }

    private async ValueTask<SendResult> SendAsync(
        SendKey key, string holder, Func<CancellationToken, ValueTask<SendResult>> send)
    {
        SendResult result;
        using (var ended = new CancellationTokenSource())
        {
            var renewing = RenewAsync(key, holder, ended.Token);
            try
            {
                // A caller that gives up asks again, and is to be told how it ended.
                result = await send(CancellationToken.None);
            }
            catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException or InvalidCustomerMessageException)
            {
                await EndAsync(key, holder, answer: null);
                throw;
            }
            finally
            {
                await ended.CancelAsync();
                // What renews must not come after what ends.
                await renewing;
            }
        }

        await EndAsync(key, holder, IsFinal(result.Outcome) ? StoredSend.Write(result) : (ReadOnlyMemory<byte>?)null);
        return result;
    }

    // Nothing was sent and nothing spent in the other cases: asking again may send.
    private static bool IsFinal(SendOutcome outcome) =>
        outcome is SendOutcome.Sent or SendOutcome.Refused or SendOutcome.Failed or SendOutcome.Uncertain;

    private async Task RenewAsync(SendKey key, string holder, CancellationToken ended)
    {
        while (true)
        {
            await Task.Delay(Lease / 3, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
                return;
            try
            {
                await store.RenewAsync(key, holder, Lease);
            }
            catch (StoreUnavailableException)
            {
                // The next renewal may succeed.
            }
        }
    }

    /// <summary>If it cannot be noted, the lease ends by itself, and the send counts as uncertain.</summary>
    private async Task EndAsync(SendKey key, string holder, ReadOnlyMemory<byte>? answer)
    {
        try
        {
            await new StoreRetry(time, () => NoteTimeout, CancellationToken.None).ExecuteAsync(async _ =>
            {
                await store.EndAsync(key, holder, answer);
                return true;
            });
        }
        catch (StoreUnavailableException error)
        {
            LogNotNoted(logger, key.App, error.Message);
        }
    }

    [LoggerMessage(561, LogLevel.Error,
        "How a send of app {App} with an Idempotency-Key ended could not be noted; the key will count as uncertain: {Reason}")]
    private static partial void LogNotNoted(ILogger logger, string app, string reason);
}
