using Microsoft.Extensions.Logging;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;
using WeChatPush.Spool;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Inbox;

/// <summary>What the spool of an instance asks.</summary>
internal sealed partial class RedisInbox : ISpoolTarget
{
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    // Also finds out what a read would not: memory or disk are full, or a replica answers.
    public static readonly RedisScript Probe = RedisScript.From("", "Scripts/Inbox/probe.lua");

    public bool IsPartitioned => _redis.IsPartitioned;

    public async ValueTask<SpoolTransfer> TakeAsync(string app, IReadOnlyList<IncomingPush> pushes)
    {
        var taken = new bool[pushes.Count];
        try
        {
            // No instance may serve the app any more: then only the list of stored apps leads to its keys.
            if (_stored is not null && _catalog.Find(app) is null)
                await _stored.AddAsync(app);
        }
        catch (StoreUnavailableException error)
        {
            return new SpoolTransfer(taken, error.Message);
        }

        var calls = pushes.Select(push => new AppendCall(push)).ToArray();
        App(app).Appends.Add(calls);
        string? problem = null;
        for (var i = 0; i < calls.Length; i++)
        {
            try
            {
                // An answer is an answer: this instance could not know what the nonce was tied to while Redis was away.
                if (await calls[i].Task == AppendOutcome.NonceReused)
                    LogForged(_logger, app, pushes[i].Id);
                taken[i] = true;
            }
            catch (StoreUnavailableException error)
            {
                problem ??= error.Message;
            }
        }

        return new SpoolTransfer(taken, problem);
    }

    public async ValueTask<string?> FindProblemAsync(string app, CancellationToken cancellationToken)
    {
        try
        {
            var quorum = ReplicaQuorum.From(_options.CurrentValue.Receiving);
            await _redis.EvaluateConfirmedAsync(Probe, App(app).Tag, [], ProbeTimeout, quorum).WaitAsync(cancellationToken);
            return null;
        }
        catch (StoreUnavailableException error)
        {
            return error.Message;
        }
    }

    [LoggerMessage(243, LogLevel.Error,
        "A push of the app {App} that was spooled while Redis was away is dropped ({Id}): its timestamp and nonce came with "
        + "another push before, so it is forged.")]
    private static partial void LogForged(ILogger logger, string app, string id);
}
