using WeChatPush.Redis.Health;

namespace WeChatPush.Redis.Tests.Connection;

public sealed class RedisFindingTests
{
    private const string Good = """
        # Server
        redis_version:7.0.15
        # Memory
        used_memory:1000000
        maxmemory:1073741824
        maxmemory_policy:noeviction
        # Persistence
        aof_enabled:1
        aof_last_write_status:ok
        # Replication
        role:master
        """;

    private static readonly Dictionary<string, string> Always = new() { ["appendonly"] = "yes", ["appendfsync"] = "always" };

    [Fact]
    public void From_AServerThatKeepsWhatItIsGiven_SaysNothing()
    {
        From(Good, Always).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("redis_version:7.0.15", "redis_version:6.0.16", "too old")]
    [InlineData("role:master", "role:slave", "replica")]
    [InlineData("aof_last_write_status:ok", "aof_last_write_status:err", "could not write")]
    [InlineData("noeviction", "allkeys-lru", "maxmemory-policy noeviction")]
    [InlineData("noeviction", "volatile-ttl", "maxmemory-policy noeviction")]
    [InlineData("aof_enabled:1", "aof_enabled:0", "--appendonly yes")]
    [InlineData("used_memory:1000000", "used_memory:1000000000", "nine tenths")]
    public void From_AServerThatLosesPushes_SaysWhatToChange(string good, string bad, string words)
    {
        var finding = From(Good.Replace(good, bad, StringComparison.Ordinal), []).ShouldHaveSingleItem();

        finding.Severity.ShouldBe(RedisFindingSeverity.Danger);
        finding.Text.ShouldContain(words);
    }

    [Theory]
    [InlineData(0, 0, null, null)]
    [InlineData(0, 1, (int)RedisFindingSeverity.Advice, "MinReplicas 1")]
    [InlineData(1, 0, (int)RedisFindingSeverity.Danger, "0 replicas online, but WeChatPush:Receiving:MinReplicas is 1")]
    [InlineData(2, 1, (int)RedisFindingSeverity.Danger, "1 replicas online, but WeChatPush:Receiving:MinReplicas is 2")]
    [InlineData(1, 1, null, null)]
    public void From_AServersReplicas_AreComparedWithThoseThatMustHaveAPush(int wanted, int online, int? severity, string? words)
    {
        var replicas = string.Concat(Enumerable.Range(0, online).Select(i => $"\nslave{i}:ip=10.0.0.{i},port=6379,state=online,offset=14,lag=0"));
        var info = $"{Good}\nconnected_slaves:{online + 1}{replicas}\nslave{online}:ip=10.0.0.9,port=6379,state=wait_bgsave,offset=0,lag=0";

        var findings = RedisFinding.From(RedisFacts.Read(info, Always), wanted).ToList();

        findings.Select(finding => (int?)finding.Severity).ShouldBe(severity is null ? [] : [severity]);
        findings.ForEach(finding => finding.Text.ShouldContain(words!));
    }

    [Theory]
    [InlineData("everysec", (int)RedisFindingSeverity.Advice)]
    [InlineData("no", (int)RedisFindingSeverity.Danger)]
    public void From_AFileThatIsNotSyncedAtOnce_AdvisesTo(string policy, int severity)
    {
        var finding = From(Good, new() { ["appendonly"] = "yes", ["appendfsync"] = policy }).ShouldHaveSingleItem();

        finding.Severity.ShouldBe((RedisFindingSeverity)severity);
        finding.Text.ShouldContain("appendfsync always");
    }

    [Fact]
    public void From_AServerWithoutAMemoryLimit_Warns()
    {
        var finding = From(Good.Replace("maxmemory:1073741824", "maxmemory:0", StringComparison.Ordinal), Always).ShouldHaveSingleItem();

        finding.Severity.ShouldBe(RedisFindingSeverity.Warning);
        finding.Text.ShouldContain("--maxmemory");
    }

    [Theory]
    [InlineData(true, true, "INFO and CONFIG is forbidden")]
    [InlineData(true, false, "INFO is forbidden")]
    [InlineData(false, true, "CONFIG is forbidden")]
    public void From_AServerThatForbidsTheQuestions_WarnsThatItCannotBeChecked(bool info, bool config, string text)
    {
        var finding = RedisFinding.From(RedisFacts.Read(info ? null : Good, config ? null : Always)).ShouldHaveSingleItem();

        finding.Severity.ShouldBe(RedisFindingSeverity.Warning);
        finding.Text.ShouldContain("cannot be checked");
        finding.Text.ShouldContain(text);
    }

    [Fact]
    public void Read_WhenSettingsContradictTheReport_BelievesTheSettings()
    {
        RedisFacts.Read(Good, new Dictionary<string, string> { ["maxmemory-policy"] = "allkeys-lru" })
            .Eviction.ShouldBe("allkeys-lru");
    }

    private static List<RedisFinding> From(string info, Dictionary<string, string> config) =>
        [.. RedisFinding.From(RedisFacts.Read(info, config))];
}
