using Microsoft.Data.Sqlite;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests;

/// <summary>What the server cannot write it does not acknowledge.</summary>
public sealed class StoreTests : IAsyncLifetime
{
    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Push_WhileTheDatabaseIsLocked_Is503_AndItsRetryIsAnswered()
    {
        var payload = _world.User("oUser").Text("after the lock");
        using (var other = new SqliteConnection($"Data Source={_world.StorePath};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "BEGIN EXCLUSIVE";
            command.ExecuteNonQuery();

            await ShouldBeRefusedAsync(payload);
        }

        await ShouldBeAnsweredAsync(payload);
    }

    [Fact]
    public async Task Push_WhileTheDiskIsFull_Is503_AndItsRetryIsAnswered()
    {
        await _world.PushAsync(_world.User("oUser").Text("before"));
        await _world.DeliveredAsync(1);
        PushPayload payload;
        Posix.LimitFileSize(_world.Server.Id, 1024);
        try
        {
            payload = _world.User("oUser").Text("after the cleaning");
            await ShouldBeRefusedAsync(payload);
        }
        finally
        {
            Posix.LimitFileSize(_world.Server.Id, null);
        }

        await ShouldBeAnsweredAsync(payload);
        _world.Delivered().ShouldBe(["before", "after the cleaning"]);
    }

    private async Task ShouldBeRefusedAsync(PushPayload payload)
    {
        var answer = await _world.TryAsync(payload);

        answer.Status.ShouldBe(503);
        answer.Text.ShouldBeEmpty();
        answer.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private async Task ShouldBeAnsweredAsync(PushPayload payload)
    {
        await Eventually.TrueAsync(async () => (await _world.TryAsync(payload)).IsAccepted, () => _world.Server.Output);
        await _world.WeChat.WaitForCallsAsync(call => call.Delivered && payload.Text.Contains(call.Text!, StringComparison.Ordinal));
        await _world.Server.ReadyAsync();
        _world.Server.Output.ShouldNotContain("   at ");
    }
}
