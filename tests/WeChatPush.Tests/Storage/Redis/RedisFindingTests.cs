using WeChatPush.Storage.Redis;

namespace WeChatPush.Tests.Storage.Redis;

public sealed class RedisFindingTests
{
    private const string Good = """
        # Server
        redis_version:7.0.15
        # Memory
        maxmemory_policy:noeviction
        # Persistence
        aof_enabled:1
        aof_last_write_status:ok
        # Replication
        role:master
        """;

    private static readonly Dictionary<string, string> Always = new() { ["appendonly"] = "yes", ["appendfsync"] = "always" };

    [Fact]
    public void About_AServerThatKeepsWhatItIsGiven_SaysNothing()
    {
        About(Good, Always).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("redis_version:7.0.15", "redis_version:6.0.16", "too old")]
    [InlineData("role:master", "role:slave", "replica")]
    [InlineData("aof_last_write_status:ok", "aof_last_write_status:err", "could not write")]
    [InlineData("noeviction", "allkeys-lru", "maxmemory-policy noeviction")]
    [InlineData("noeviction", "volatile-ttl", "maxmemory-policy noeviction")]
    [InlineData("aof_enabled:1", "aof_enabled:0", "--appendonly yes")]
    public void About_AServerThatLosesPushes_SaysWhatToChange(string good, string bad, string words)
    {
        var finding = About(Good.Replace(good, bad, StringComparison.Ordinal), []).ShouldHaveSingleItem();

        finding.Endangers.ShouldBeTrue();
        finding.Words.ShouldContain(words);
    }

    [Theory]
    [InlineData("everysec", false)]
    [InlineData("no", true)]
    public void About_AFileThatIsNotSyncedAtOnce_AdvisesTo(string policy, bool endangers)
    {
        var finding = About(Good, new() { ["appendonly"] = "yes", ["appendfsync"] = policy }).ShouldHaveSingleItem();

        finding.Endangers.ShouldBe(endangers);
        finding.Words.ShouldContain("appendfsync always");
    }

    [Fact]
    public void About_AServerThatHidesEverything_SaysNothing()
    {
        About("", []).ShouldBeEmpty();
    }

    [Fact]
    public void Read_WhenSettingsContradictTheReport_BelievesTheSettings()
    {
        RedisFacts.Read(Good, new Dictionary<string, string> { ["maxmemory-policy"] = "allkeys-lru" })
            .Eviction.ShouldBe("allkeys-lru");
    }

    private static List<RedisFinding> About(string info, Dictionary<string, string> config) =>
        [.. RedisFinding.About(RedisFacts.Read(info, config))];
}
