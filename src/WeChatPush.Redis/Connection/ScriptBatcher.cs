using StackExchange.Redis;
using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Connection;

/// <summary>
/// The calls of one script on the keys of one hash tag: what queued up while one call was under way goes with the next
/// (<see cref="RedisScript.Shared"/>), and so does what a thread asks for in one go.
/// </summary>
internal sealed class ScriptBatcher
{
    // The server does nothing else while a script runs: this keeps it for about a millisecond.
    private const int MaxCalls = 128;
    private const int MaxBytes = 80_000;

    private readonly RedisConnection _redis;
    private readonly RedisScript _script;
    private readonly RedisKey[] _tag;
    private readonly TimeSpan _deadline;
    private readonly Batcher<Call, (RedisResult[] Results, RedisResult[] Errors)> _batcher;

    /// <param name="redis">The connection.</param>
    /// <param name="script">The script.</param>
    /// <param name="tag">The hash tag, alone in an array.</param>
    /// <param name="deadline">How long a batch may take.</param>
    public ScriptBatcher(RedisConnection redis, RedisScript script, RedisKey[] tag, TimeSpan deadline)
    {
        if (!script.IsShared)
            throw new ArgumentException($"The script {script.Name} does one step only.", nameof(script));
        (_redis, _script, _tag, _deadline) = (redis, script, tag, deadline);
        _batcher = new(MaxCalls, MaxBytes, SendAsync, Complete, gathers: true);
    }

    /// <summary>Runs the step.</summary>
    /// <param name="arguments">Its arguments; the first is the clock (<see cref="RedisClock"/>), where it has one.</param>
    /// <param name="inTurn">
    /// Who waits goes on one after the other, on the thread that brings the answers: for those who only have something to
    /// write, and never block.
    /// </param>
    /// <inheritdoc cref="RedisConnection.EvaluateAsync"/>
    public Task<RedisResult> RunAsync(RedisValue[] arguments, bool inTurn)
    {
        var call = new Call(arguments, inTurn);
        _batcher.Add(call);
        return call.Task;
    }

    private async Task<(RedisResult[] Results, RedisResult[] Errors)> SendAsync(List<Call> batch)
    {
        var arguments = new RedisValue[1 + batch.Sum(call => 1 + call.Arguments.Length)];
        arguments[0] = batch[0].Arguments[0];
        var at = 1;
        foreach (var call in batch)
        {
            arguments[at] = call.Arguments.Length;
            call.Arguments.CopyTo(arguments, at + 1);
            at += 1 + call.Arguments.Length;
        }

        var answer = (RedisResult[])(await _redis.EvaluateAsync(_script, _tag, arguments, _deadline))!;
        return ((RedisResult[])answer[0]!, (RedisResult[])answer[1]!);
    }

    private void Complete(List<Call> batch, (RedisResult[] Results, RedisResult[] Errors) answer)
    {
        for (var i = 0; i < answer.Errors.Length; i += 2)
            batch[(int)answer.Errors[i] - 1].Fail(new StoreUnavailableException($"{_script.Name}: {answer.Errors[i + 1]}"));
        for (var i = 0; i < batch.Count; i++)
            batch[i].TrySetResult(answer.Results[i]);
    }

    private sealed class Call(RedisValue[] arguments, bool inTurn)
        : TaskCompletionSource<RedisResult>(
            inTurn ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously), IBatchItem
    {
        public RedisValue[] Arguments => arguments;

        public int Count => 1;

        public int Size { get; } = SizeOf(arguments);

        public bool TrySend() => true;

        public void Fail(Exception error) => TrySetException(error);

        private static int SizeOf(RedisValue[] arguments)
        {
            var size = 0L;
            foreach (var argument in arguments)
                size += argument.Length();
            return (int)Math.Min(size, int.MaxValue / 2);
        }
    }
}
