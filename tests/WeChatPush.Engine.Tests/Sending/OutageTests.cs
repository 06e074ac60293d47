using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

/// <summary>WeChat cannot be reached.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task ConnectionRefused_IsBusy_AndOpensTheBreaker()
    {
        await using var sending = await SendingHarness.StartAsync();
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        await sending.Host.DisposeAsync();

        var began = Stopwatch.GetTimestamp();
        var results = new List<SendResult>();
        for (var i = 0; i < 6; i++)
            results.Add(await sending.SendAsync($"oUser{i}"));

        results.ShouldAllBe(result => result.Outcome == SendOutcome.Busy);
        results[^1].RetryAfter.ShouldNotBeNull();
        sending.Log.Lines.ShouldContain(line => line.StartsWith("Warning") && line.Contains("is left alone"));
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task NameThatDoesNotResolve_IsBusy_WithoutAToken()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Configure(app => app.ApiBaseUrl = "http://no-such-host.invalid");

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Busy);
    }

    [Fact]
    public async Task NotTls_IsBusy_AndNotSent()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Configure(app => app.ApiBaseUrl = sending.Host.BaseUrl.ToString().Replace("http:", "https:"));

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Busy);
        sending.WeChat.Calls.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task TlsThatHangs_IsBusy_LongBeforeTheTimeLimit()
    {
        await using var sending = await SendingHarness.StartAsync();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        sending.Configure(app => app.ApiBaseUrl = $"https://{silent.LocalEndpoint}");

        var result = await sending.SendAsync();

        result.Outcome.ShouldBe(SendOutcome.Busy);
        result.Duration.ShouldBeLessThan(TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task OpenBreaker_WhenTheAppCallsElsewhere_IsForgotten()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Configure(app => app.ApiBaseUrl = "http://127.0.0.1:1");
        for (var i = 0; i < 4; i++)
            (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Busy);

        sending.Configure(_ => { });

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task OpenBreaker_AfterItsTime_TriesAgain()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Options.CurrentValue.Sending.BreakDuration = TimeSpan.FromMilliseconds(500);
        sending.Refuse(-1, times: 6);
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Busy);
        var second = await sending.SendAsync();
        second.Outcome.ShouldBe(SendOutcome.Busy);
        var calls = sending.Sends.Count;
        var third = await sending.SendAsync();

        third.RetryAfter.ShouldNotBeNull();
        sending.Sends.Count.ShouldBe(calls);
        sending.WeChat.Faults.Clear();
        await Eventually.TrueAsync(
            async () => (await sending.SendAsync()).Outcome is SendOutcome.Sent, () => "the breaker stays open");
    }
}
