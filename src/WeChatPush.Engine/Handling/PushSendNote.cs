using WeChatPush.Sending;

namespace WeChatPush.Handling;

/// <summary>The note of one send of a push, in its journal.</summary>
internal sealed class PushSendNote(ISendJournal journal, int ordinal, string api) : ISendNote
{
    /// <summary>The result of the same send in an earlier attempt, because of which it was not made again.</summary>
    public SendResult? Earlier { get; private set; }

    public SemaphoreSlim? Limiter => journal.Limiter;

    public async ValueTask<bool> BeginAsync(CancellationToken cancellationToken)
    {
        Earlier = await journal.BeginAsync(ordinal, api, cancellationToken);
        return Earlier is null;
    }

    public ValueTask WithdrawAsync(ApiResult result) =>
        journal.EndAsync(ordinal, api, SendResult.From(result, result.Duration), CancellationToken.None);
}
