using System.Collections.Concurrent;
using System.Diagnostics;
using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

/// <summary>Neither the secret nor a token leaves the process by any other way than to WeChat.</summary>
public sealed class SecrecyTests
{
    [Fact]
    public async Task WhateverGoesWrong_NoSecretIsWrittenDown()
    {
        var traces = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "System.Net.Http",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
                traces.Enqueue(string.Join(" ", activity.TagObjects.Select(tag => tag.Value))),
        };
        ActivitySource.AddActivityListener(listener);
        await using var sending = await SendingHarness.StartAsync();
        var texts = new List<string?>();

        await SendAsync();
        var token = sending.Sends[0].AccessToken!;
        sending.Fault(new FakeFault
        {
            Api = FakeApis.CustomSend, ErrCode = 47003, ErrMsg = $"echo {token} and\r\nmore", Times = 1,
        });
        await SendAsync();
        foreach (var fault in new FakeFault[]
        {
            new() { Cut = true, Times = 1 }, new() { Status = 502, Times = 1 }, new() { Html = "<html>", Times = 1 },
            new() { RevokeTokens = true, Times = 1 },
        })
        {
            sending.Fault(fault);
            await SendAsync();
        }

        sending.WeChat.Faults.Clear();
        sending.Fault(
            new FakeFault { Api = FakeApis.StableToken, ErrCode = 40125, ErrMsg = $"bad {SendingHarness.Secret}" });
        sending.WeChat.Tokens.Revoke();
        await SendAsync();
        await sending.Host.DisposeAsync();
        sending.Configure(app => app.ApiBaseUrl = "http://127.0.0.1:1");
        await SendAsync();
        texts.Add($"{await sending.Tokens.GetAsync(SendingHarness.App, default)}");
        texts.Add($"{sending.Status} {string.Join(" ", sending.Status.Stops)}");

        var tokens = sending.WeChat.Calls.All.Select(call => call.AccessToken).OfType<string>().Distinct().ToArray();
        tokens.Length.ShouldBeGreaterThan(1);
        foreach (var line in sending.Log.Lines.Concat(traces).Concat(texts))
        {
            foreach (var secret in (string[])[SendingHarness.Secret, SendingHarness.User, .. tokens])
                line?.ShouldNotContain(secret);
        }

        sending.Log.Lines.ShouldContain(line => line.Contains("echo *** and  more"));

        async Task SendAsync()
        {
            var result = await sending.SendAsync();
            result.Outcome.ShouldNotBe(SendOutcome.WindowClosed);
            texts.Add(result.ToString());
        }
    }
}
