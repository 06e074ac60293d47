using Microsoft.Extensions.Logging;
using WeChatPush.Redis.Connection;
using WeChatPush.Sending;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Sending;

/// <summary>
/// The turns of a fleet: first within this instance, in order of arrival, then a lease in Redis that only its holder
/// can prolong and end. It is short, so that the users of an instance that died do not wait long, and prolonged while it is held.
/// A send must not wait for Redis: while that is away, the turns within the instance are all there is.
/// </summary>
internal sealed partial class RedisSendTurns(
    LocalSendTurns local, RedisConnection redis, ILogger<RedisSendTurns> logger) : ISendTurns
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly ScriptBatchers _batchers = new(redis, Timeout);
    private volatile bool _alone;

    /// <inheritdoc/>
    public async ValueTask<IAsyncDisposable> TakeAsync(
        string app, string openId, CancellationToken cancellationToken)
    {
        var here = await local.TakeAsync(app, openId, cancellationToken);
        var turn = new RedisSendTurn(here, _batchers, redis.Time, app, openId);
        try
        {
            while (!await TryTakeAsync(turn))
                await Task.Delay(LookAgain * (0.5 + Random.Shared.NextDouble()), redis.Time, cancellationToken);
            turn.Hold();
            return turn;
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> TryTakeAsync(RedisSendTurn turn)
    {
        try
        {
            var mine = await turn.TryTakeAsync();
            if (_alone)
                LogTogether(logger);
            _alone = false;
            return mine;
        }
        catch (StoreUnavailableException error)
        {
            if (!_alone)
                LogAlone(logger, error.Message);
            _alone = true;
            return true;
        }
    }

    [LoggerMessage(545, LogLevel.Warning,
        "Sends to one user are kept apart within this instance only, because Redis does not answer: {Reason}")]
    private static partial void LogAlone(ILogger logger, string reason);

    [LoggerMessage(546, LogLevel.Information, "Sends to one user are kept apart over all instances again.")]
    private static partial void LogTogether(ILogger logger);
}
