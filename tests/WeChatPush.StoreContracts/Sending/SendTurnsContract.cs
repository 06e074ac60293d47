using WeChatPush.Sending;

namespace WeChatPush.StoreContracts.Sending;

/// <summary>
/// What every kind of send turns must do. <see cref="Instances"/> are two that belong together: the same one twice, or
/// two of a fleet.
/// </summary>
public abstract class SendTurnsContract : IAsyncLifetime
{
    private protected static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private protected ISendTurns[] Instances { get; private set; } = [];

    public async Task InitializeAsync() => Instances = await OpenAsync();

    public abstract Task DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Take_WhileAnotherSends_WaitsForItsEnd(int other)
    {
        var first = await TakeAsync(0);
        var second = TakeAsync(other);
        // Asked behind it and answered: so it has had its answer too.
        await (await Instances[other].TakeAsync("shop", "oOther", default)).DisposeAsync();
        second.IsCompleted.ShouldBeFalse();

        await first.DisposeAsync();
        await (await second.WaitAsync(Long)).DisposeAsync();
    }

    [Theory]
    [InlineData("shop", "oOther")]
    [InlineData("cafe", "oUser")]
    public async Task Take_OfAnotherUser_DoesNotWait(string app, string user)
    {
        await using var first = await TakeAsync(0);

        await using var second = await Instances[1].TakeAsync(app, user, default).AsTask().WaitAsync(Long);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Take_ThatIsCancelled_LeavesNothingBehind(int other)
    {
        var first = await TakeAsync(0);
        using var cancel = new CancellationTokenSource();
        var impatient = Instances[other].TakeAsync("shop", "oUser", cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => impatient).WaitAsync(Long);
        await first.DisposeAsync();

        await (await TakeAsync(1).WaitAsync(Long)).DisposeAsync();
        await (await TakeAsync(0).WaitAsync(Long)).DisposeAsync();
    }

    [Fact]
    public async Task Take_ByManyOfFewUsers_NeverLetsTwoIn_AndLetsAllIn()
    {
        var inside = new int[3];
        var (turns, collisions) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Task.Run(async () =>
        {
            await using var turn = await Instances[i % 2].TakeAsync("shop", $"oUser{i % 3}", default);
            if (Interlocked.Increment(ref inside[i % 3]) != 1)
                Interlocked.Increment(ref collisions);
            await Task.Yield();
            Interlocked.Decrement(ref inside[i % 3]);
            Interlocked.Increment(ref turns);
        }))).WaitAsync(Long);

        collisions.ShouldBe(0);
        turns.ShouldBe(120);
    }

    private protected abstract Task<ISendTurns[]> OpenAsync();

    private protected Task<IAsyncDisposable> TakeAsync(int instance) =>
        Instances[instance].TakeAsync("shop", "oUser", default).AsTask();
}

public sealed class LocalSendTurnsTests : SendTurnsContract
{
    public override Task DisposeAsync() => Task.CompletedTask;

    private protected override Task<ISendTurns[]> OpenAsync()
    {
        var turns = new LocalSendTurns();
        return Task.FromResult<ISendTurns[]>([turns, turns]);
    }
}
