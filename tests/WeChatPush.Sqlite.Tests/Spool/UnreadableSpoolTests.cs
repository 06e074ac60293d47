using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Spool;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Spool;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Records;

namespace WeChatPush.Sqlite.Tests.Spool;

/// <summary>Rubbish in a row of the spool, found by the process that wrote it or by the next one: all others are handed over.</summary>
public sealed class UnreadableSpoolTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(20261130);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rubbish_InAnyColumn_LeavesAllOthersHandedOver(bool restarts)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("places.db");
        await using (var store = Open(path))
            _ = new PushSpool(store, 100, () => long.MaxValue);
        await RubbishRun.RunAsync(
            new SqliteRecords(path, "spool").FindPlaces(),
            (place, rubbish, number) => TryAsync(directory.File($"{number}.db"), place, rubbish, restarts));
    }

    private async Task<bool> TryAsync(string path, string place, Rubbish rubbish, bool restarts)
    {
        var store = Open(path);
        try
        {
            var spool = new PushSpool(store, 100, () => long.MaxValue);
            var pushes = Enumerable.Range(0, 6).Select(Push).ToList();
            foreach (var push in pushes)
                (await spool.AppendAsync(push, default)).ShouldBe(AppendOutcome.Stored);
            var spoiled = new SqliteRecords(path, "spool").Spoil(place, rubbish, _random);
            if (restarts)
            {
                await store.DisposeAsync();
                store = Open(path);
                spool = new PushSpool(store, 100, () => long.MaxValue);
            }

            var handed = await HandOverAsync(spool);
            pushes.Where(push => !handed.Contains(push.Id)).ShouldAllBe(
                push => spoiled != null && spoiled.Names(push.Id) && !(restarts && place == "spool.unreadable"));
            if (restarts)
                (spool.Count, spool.Bytes, spool.Apps.Count).ShouldBe((0, 0L, 0));

            // What comes after it.
            var next = Push(100);
            (await spool.AppendAsync(next, default)).ShouldBe(AppendOutcome.Stored);
            (await HandOverAsync(spool)).ShouldContain(next.Id);
            return spoiled is not null;
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    // As the drain does: of every app, until none is left.
    private static async Task<HashSet<string>> HandOverAsync(PushSpool spool)
    {
        var handed = new HashSet<string>();
        foreach (var app in spool.Apps.Union(["shop", "club"]))
        {
            while (await spool.PeekAsync(app, 2, default) is { Count: > 0 } batch)
            {
                batch.ShouldAllBe(item => handed.Add(item.Push.Id));
                spool.Release(batch);
                await spool.RemoveAsync(batch);
            }
        }

        return handed;
    }

    private static SqliteStore Open(string path) => new(path, NullLogger<SqliteStore>.Instance);

    private static IncomingPush Push(int number) => new()
    {
        Id = PushId.New(Now.AddSeconds(number)),
        App = number % 3 == 2 ? "club" : "shop",
        Key = Key($"push {number}"),
        Window = TimeSpan.FromHours(1),
        OpenId = $"oUser{number % 2}",
        MsgType = "event",
        Event = "subscribe_msg_popup_event",
        CreateTime = Now.ToUnixTimeSeconds() + number,
        ReceivedAt = Now,
        Body = Encoding.UTF8.GetBytes($"<xml><n>{number}</n></xml>"),
        Source = new Dictionary<string, string> { ["x-source"] = "wx" },
        Nonce = new PushNonce(Key($"nonce {number}"), TimeSpan.FromHours(1)),
    };

    private static PushKey Key(string text) => PushKey.Read(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, PushKey.Size));
}
