using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Inbox;
using WeChatPush.Spool;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.TestSupport;

namespace WeChatPush.Redis.Tests.Connection;

public sealed class RedisSettingsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void TryRead_OfTheUsualString_TakesEveryPart()
    {
        RedisSettings.TryRead("redis:6380,password=geheim,ssl=true,sslHost=redis.example,defaultDatabase=3,connectTimeout=700", out var options, out _)
            .ShouldBeTrue();

        options.Ssl.ShouldBeTrue();
        options.SslHost.ShouldBe("redis.example");
        options.Password.ShouldBe("geheim");
        options.DefaultDatabase.ShouldBe(3);
        options.ConnectTimeout.ShouldBe(700);
    }

    [Fact]
    public void TryRead_OfAUserOfTheServer_TakesHim()
    {
        RedisSettings.TryRead("redis,user=shop,password=geheim", out var options, out _).ShouldBeTrue();

        options.User.ShouldBe("shop");
        options.AllowAdmin.ShouldBeTrue();
    }

    [Fact]
    public void TryRead_WhateverTheStringSays_CallsHaveOnlyTheirOwnDeadline_AndFailWhileThereIsNoConnection()
    {
        RedisSettings.TryRead("redis,asyncTimeout=50,allowAdmin=false", out var options, out _).ShouldBeTrue();

        options.AsyncTimeout.ShouldBeGreaterThan(30_000);
        options.BacklogPolicy.QueueWhileDisconnected.ShouldBeFalse();
        options.AllowAdmin.ShouldBeFalse();
    }

    [Fact]
    public void TryRead_WhateverTheStringSays_AnUnreachableServerEndsNoProcess()
    {
        RedisSettings.TryRead("redis,abortConnect=true", out var options, out _).ShouldBeTrue();
        options.AbortOnConnectFail.ShouldBeFalse();
    }

    [Theory]
    [InlineData("redis://redis:6379", "URL")]
    [InlineData("redis,password=geheim,nonsense=1", "is not a connection string")]
    [InlineData("redis:99999,password=geheim", "is not a connection string")]
    [InlineData("password=geheim", "names no server")]
    public void TryRead_OfWhatCannotBeUsed_SaysWhatIsWrong_AndNoSecret(string text, string words)
    {
        RedisSettings.TryRead(text, out _, out var complaint).ShouldBeFalse();
        complaint.ShouldNotBeNull().ShouldContain(words);
        complaint.ShouldNotContain("geheim");
    }

    [Fact]
    public void Start_WithAStringThatCannotBeUsed_ListsItWithItsKey()
    {
        var host = Build("redis://redis");
        var error = Should.Throw<OptionsValidationException>(() => host.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue);
        error.Failures.ShouldContain(line => line.StartsWith("ConnectionStrings:Redis: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1:1", true)]
    [InlineData(" ", false)]
    [InlineData(null, false)]
    public async Task Inbox_IsInRedisWhenThereIsAConnectionString(string? text, bool redis)
    {
        await using var host = Build(text);
        host.GetRequiredService<IInbox>().ShouldBeOfType(redis ? typeof(SpoolingInbox) : typeof(SqliteInbox));
        host.GetRequiredService<IPushHistory>().ShouldBeOfType(redis ? typeof(RedisPushHistory) : typeof(SqlitePushHistory));
    }

    private ServiceProvider Build(string? text)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = text,
            ["WeChatPush:DataDirectory"] = _directory.Path,
        });
        builder.AddWeChatPush();
        return builder.Services.BuildServiceProvider();
    }
}
