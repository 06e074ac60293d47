using Microsoft.Data.Sqlite;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Connection;
using WeChatPush.StoreContracts.Inbox;
using WeChatPush.TestSupport;

namespace WeChatPush.Sqlite.Tests.Inbox;

/// <summary>What a holder has to say of its push while somebody else (a backup) holds the file.</summary>
public sealed class SqliteLockTests : InboxContract<SqliteUnderTest>
{
    private static readonly SendRecord Sent =
        new("/send", DateTimeOffset.UnixEpoch, SendOutcome.Sent, 0, "ok", TimeSpan.Zero);

    [Fact]
    public async Task Settle_WhileTheFileIsLocked_GetsThroughInTheEnd()
    {
        await AppendAsync(Push());
        var claim = await ClaimOneAsync();

        (await AcrossALockAsync(() => DoneAsync(claim))).ShouldBeTrue();
        (await FindAsync(claim.Id)).State.ShouldBe(PushState.Done);
    }

    [Fact]
    public async Task Sends_WhileTheFileIsLocked_AreNotedInTheEnd()
    {
        await AppendAsync(Push());
        var claim = await ClaimOneAsync();

        (await AcrossALockAsync(() => Inbox.BeginSendAsync(claim, 0, "/send", CancellationToken.None).AsTask()))
            .State.ShouldBe(SendSlotState.Fresh);
        await AcrossALockAsync(async () =>
        {
            await Inbox.EndSendAsync(claim, 0, Sent, CancellationToken.None);
            return 0;
        });
        (await Inbox.BeginSendAsync(claim, 0, "/send", CancellationToken.None)).State.ShouldBe(SendSlotState.Settled);
    }

    private SqliteStore Store => Under.Store;

    private async Task<T> AcrossALockAsync<T>(Func<Task<T>> step)
    {
        await using var other = new SqliteConnection($"Data Source={Store.Path};Pooling=False");
        await other.OpenAsync();
        Task<T> result;
        await using (await other.BeginTransactionAsync())
        {
            result = step();
            await Eventually.TrueAsync(() => Task.FromResult(Store.LastFailure is not null), () => "nothing was refused");
        }

        return await Time.RunAsync(result, TimeSpan.FromMilliseconds(50));
    }
}
