using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Users;

/// <summary>After a user was erased no file and no key has the openid or the texts.</summary>
public sealed class UserErasureTests
{
    private const string Route = $"apps/shop/users/{ErasureStory.User}";
    private static readonly string[] Kept = [ErasureStory.Other, "keptText", "keptValue", "keptForm"];

    [Fact]
    public async Task Erased_OnSqlite_IsInNoFile()
    {
        await using var world = await World.StartAsync(ErasureStory.Settings);
        var story = new ErasureStory(world.Admin, world.WeChat, world.User, world.PushAsync);
        await story.HappenAsync();
        var data = Path.GetDirectoryName(world.StorePath)!;
        Traces.Find(data, ErasureStory.Words).Select(trace => trace.Split(' ')[0]).Distinct().Count()
            .ShouldBe(ErasureStory.Words.Length);

        var erased = await world.Admin.DeleteAsync(Route);

        ErasureStory.ShouldCountAll(erased);
        erased.GetProperty("logRewrite").GetString().ShouldBe("done");
        Traces.Find(data, ErasureStory.Words).ShouldBeEmpty();
        await story.ShouldBeErasedAsync();
        await story.GoOnAsync();
        await story.ShouldBeErasedAsync();
        Traces.Find(data, ErasureStory.Words).ShouldBeEmpty();
        Traces.Find(data, Kept[..2]).ShouldNotBeEmpty();
        (await world.Admin.DeleteAsync(Route)).GetProperty("pushes").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Erased_OnRedis_IsInNoKey_AndInNoFileOnceTheLogIsWrittenAnew()
    {
        await using var fleet = await Fleet.StartAsync(ErasureStory.Settings);
        await fleet.Redis.SayAsync(0, "CONFIG SET rdbcompression no");
        var story = new ErasureStory(
            fleet.One.Admin, fleet.WeChat, fleet.User, push => fleet.PushAsync(fleet.One, push));
        await story.HappenAsync();
        await SaveAsync(fleet.Redis);
        Traces.Find(fleet.Redis.Folder, ErasureStory.Words).Select(trace => trace.Split(' ')[0]).Distinct().Count()
            .ShouldBe(ErasureStory.Words.Length);

        var erased = await fleet.Other.Admin.DeleteAsync(Route);

        ErasureStory.ShouldCountAll(erased);
        erased.GetProperty("logRewrite").GetString().ShouldBe("started");
        await RewrittenAsync(fleet.Redis);
        await ShouldHaveNothingAsync(fleet);
        await story.ShouldBeErasedAsync();
        await story.GoOnAsync();
        await story.ShouldBeErasedAsync();
        await ShouldHaveNothingAsync(fleet);
        Traces.Find(fleet.Redis.Folder, Kept[..2]).ShouldNotBeEmpty();
    }

    // A dump is every key and every value, uncompressed.
    private static async Task ShouldHaveNothingAsync(Fleet fleet)
    {
        await SaveAsync(fleet.Redis);
        Traces.Find(fleet.Redis.Folder, ErasureStory.Words).ShouldBeEmpty();
        Traces.Find(fleet.One.Folder, ErasureStory.Words).ShouldBeEmpty();
        Traces.Find(fleet.Other.Folder, ErasureStory.Words).ShouldBeEmpty();
    }

    private static async Task SaveAsync(RedisServer redis) => (await redis.SayAsync(0, "SAVE")).ShouldBe("+OK");

    private static Task RewrittenAsync(RedisServer redis) => Eventually.TrueAsync(
        async () => await redis.ReadAsync("INFO persistence") is var facts
            && facts.Contains("aof_rewrite_in_progress:0", StringComparison.Ordinal)
            && facts.Contains("aof_rewrite_scheduled:0", StringComparison.Ordinal),
        () => "the append-only file is not written anew");
}
