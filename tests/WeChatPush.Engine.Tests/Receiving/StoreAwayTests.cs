using System.Net;
using Microsoft.Data.Sqlite;
using WeChatPush.Inbox;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>What cannot be stored is not acknowledged.</summary>
public sealed class StoreAwayTests : IAsyncLifetime
{
    private EngineUnderTest _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineUnderTest.StartAsync(new EngineSetup
    {
        Messages = new ScriptedMessages(),
        Settings = [("Receiving:AppendTimeout", "00:00:00.200")],
    });

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task APush_WhileTheStoreIsLocked_Is503_AndItsRetryIsStoredOnce()
    {
        var app = _engine.App();
        var payload = new PushBuilder(app, "o").Text("hi");

        using (var other = new SqliteConnection($"Data Source={_engine.StorePath};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();

            using var refused = await _engine.SendAsync(app, new PushSigner(app).Push(payload));

            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await refused.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
            _engine.Log.Text.ShouldContain("answered 503");
        }

        // The writer may be in the middle of its wait for the lock.
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await _engine.SendAsync(app, new PushSigner(app).Push(payload));
                return answer.StatusCode == HttpStatusCode.OK;
            },
            () => "the store does not come back");
        await _engine.WhenAsync(PushState.Done);
    }
}
