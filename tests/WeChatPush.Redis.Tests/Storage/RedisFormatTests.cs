using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Health;
using WeChatPush.Redis.Storage;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Storage;

/// <summary>Data of another version: an older one is brought up, a newer one is left alone.</summary>
public sealed class RedisFormatTests : IAsyncLifetime
{
    private const string Format = "{wechatpush}:format";

    private readonly int _database = SharedRedis.NextDatabase();
    private readonly FakeLogCollector _log = new();
    private readonly WeChatPushOptions _settings = new();
    private RedisConnection _redis = null!;
    private RedisMarker _marker = null!;
    private RedisStoredApps _apps = null!;
    private RedisUpgrade _upgrade = null!;

    public async Task InitializeAsync()
    {
        _settings.Apps["shop"] = new AppOptions();
        var logger = new FakeLogger<RedisConnection>(_log);
        var server = await SharedRedis.Server;
        _redis = RedisConnection.To($"{server.ConnectionString},defaultDatabase={_database}", TimeProvider.System, logger);
        _marker = new RedisMarker(_redis, TimeProvider.System, new FakeLogger<RedisMarker>(_log));
        _apps = new RedisStoredApps(_redis, Catalogs.From(_settings), TimeProvider.System, new FakeLogger<RedisStoredApps>(_log));
        _upgrade = new RedisUpgrade(_redis, _marker, _apps, TimeProvider.System, new FakeLogger<RedisUpgrade>(_log));
    }

    public async Task DisposeAsync()
    {
        _upgrade.Dispose();
        _apps.Dispose();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task EmptyRedis_GetsThisVersionsFormat()
    {
        await _marker.RenewAsync();

        (await SayAsync("GET", Format)).ShouldBe(RedisFormat.Current.ToString());
    }

    [Fact]
    public async Task DataWithoutAFormat_IsBroughtUp_AndItsAppsAreFound()
    {
        await SayAsync("SET", "{wechatpush}:marker", "old");
        await SayAsync("SET", "{left}:seq", "1");
        await SayAsync("SET", "{wx0123456789abcdef}:token", "1");
        await SayAsync("HSET", "{credits-only}:c:n", "u", "1");

        await _upgrade.StartAsync(default);
        await Eventually.TrueAsync(
            async () => await SayAsync("GET", Format) == RedisFormat.Current.ToString(), () => string.Join('\n', _log.Lines));

        (await SayAsync("HLEN", "{wechatpush}:apps")).ShouldBe("2");
        (await SayAsync("HEXISTS", "{wechatpush}:apps", "left")).ShouldBe("1");
        (await SayAsync("HEXISTS", "{wechatpush}:apps", "credits-only")).ShouldBe("1");
        await _log.WaitForAsync("from format 1 to 2");
        await _upgrade.StopAsync(default);
    }

    [Fact]
    public async Task SessionKey_OfTheVersionBefore_RunsOutInAnHour_AlsoWhenItIsMadeAnew()
    {
        const string key = "{wechatpush}:key:mini-program-session";
        for (var deployment = 0; deployment < 2; deployment++)
        {
            await SayAsync("SET", key, "in the clear");
            await _upgrade.StartAsync(default);
            await Eventually.TrueAsync(async () => await SayAsync("TTL", key) is not "-1", () => "it stays");
            int.Parse((await SayAsync("TTL", key))!, CultureInfo.InvariantCulture).ShouldBeInRange(3500, 3600);
            await _upgrade.StopAsync(default);
        }
    }

    [Fact]
    public async Task NewerFormat_ThatThisVersionMayWorkOn_IsLeftAsItIs()
    {
        await SayAsync("SET", Format, "99 2");
        await SayAsync("SET", "{wechatpush}:marker", "newer");

        await _upgrade.StartAsync(default);
        await _marker.RenewAsync();

        _redis.Refusal.ShouldBeNull();
        (await SayAsync("GET", Format)).ShouldBe("99 2");
        await _upgrade.StopAsync(default);
    }

    [Theory]
    [InlineData("99 98", "99", "98")]
    [InlineData("someone else's", "{wechatpush}:format", "")]
    public async Task NewerFormat_IsRefused_WithBothNumbers_AndNothingElseIsAsked(string format, string named, string alsoNamed)
    {
        await SayAsync("SET", Format, format);

        var refusal = await Should.ThrowAsync<StoreFormatException>(_marker.RenewAsync);
        refusal.Message.ShouldContain(named);
        refusal.Message.ShouldContain(alsoNamed);
        await Should.ThrowAsync<StoreFormatException>(
            () => _redis.EvaluateAsync(RedisScript.From("", "Scripts/Storage/raise_format.lua"), [(RedisKey)Format], ["", "1 1"], TimeSpan.FromSeconds(5)));
        await Should.ThrowAsync<StoreFormatException>(_marker.RenewAsync);

        (await SayAsync("GET", Format)).ShouldBe(format);
        _log.Lines.Count(line => line.Contains(named, StringComparison.Ordinal)).ShouldBe(1);

        await SayAsync("DEL", Format);
        await _marker.RenewAsync();
        _redis.Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Start_OnNewerData_Ends()
    {
        await SayAsync("SET", Format, "99 98");
        var check = new RedisFormatCheck(_marker);

        await Should.ThrowAsync<StoreFormatException>(() => check.StartingAsync(default));
    }

    private async Task<string?> SayAsync(string command, params object[] arguments) =>
        (string?)await _redis.ExecuteAsync(command, arguments, TimeSpan.FromSeconds(30));
}
