using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace WeChatPush.Protocol.Tests;

public sealed class TransformPoolTests
{
    [Fact]
    public async Task Transform_ByTwoAtOnce_MakesTwo_AndKeepsBoth()
    {
        var made = new ConcurrentQueue<SlowTransform>();
        using var inside = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var pool = new TransformPool(
            () =>
            {
                var transform = new SlowTransform(inside, go);
                made.Enqueue(transform);
                return transform;
            },
            restart: false);

        for (var round = 0; round < 3; round++)
        {
            Task[] calls = [Call(pool), Call(pool)];
            await inside.WaitAsync();
            await inside.WaitAsync();
            go.Release(2);
            await Task.WhenAll(calls);
        }

        made.Count.ShouldBe(2);
        made.ShouldAllBe(transform => transform.Restarts == 0);
    }

    [Fact]
    public async Task Transform_WithRestart_RestartsAfterEachCall()
    {
        using var inside = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(2);
        var transform = new SlowTransform(inside, go);
        var pool = new TransformPool(() => transform, restart: true);

        await Call(pool);
        await Call(pool);

        transform.Restarts.ShouldBe(2);
    }

    private static Task Call(TransformPool pool) => Task.Run(() => pool.Transform(new byte[16], 16));

    /// <summary>Says when a call is in it, and lets it go on when it is told.</summary>
    private sealed class SlowTransform(SemaphoreSlim inside, SemaphoreSlim go) : ICryptoTransform
    {
        public int Restarts { get; private set; }

        public bool CanReuseTransform => true;

        public bool CanTransformMultipleBlocks => true;

        public int InputBlockSize => 16;

        public int OutputBlockSize => 16;

        public int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[] outputBuffer, int outputOffset)
        {
            inside.Release();
            go.Wait();
            return inputCount;
        }

        public byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)
        {
            Restarts++;
            return [];
        }

        public void Dispose()
        {
        }
    }
}
