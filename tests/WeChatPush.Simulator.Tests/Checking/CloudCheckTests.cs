using System.Text;
using Microsoft.AspNetCore.Http;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Checking;
using WeChatPush.Simulator.Pushing;
using WeChatPush.Simulator.Tests.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Simulator.Tests.Checking;

/// <summary>The cases of the two cloud entrances: all green against the engine, and red where they should be.</summary>
public sealed class CloudCheckTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData(PushRoute.CloudHosting, 70)]
    [InlineData(PushRoute.CloudFunction, 40)]
    public async Task Check_OfTheEngine_PassesEverything(PushRoute route, int least)
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Settings = EngineSetup.App("cloud", more: [("Hosting", $"{route}"), ("RelaySecret", Secret)]),
        });

        var results = await CheckAsync(engine.App("cloud") with { Route = route, RelaySecret = Secret });

        results.Where(result => !result.Verdict.Passed).ShouldBeEmpty();
        results.Count.ShouldBeGreaterThan(least);
    }

    [Fact]
    public async Task Check_OfTheEngine_LeavesNoProbeBehind()
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Settings = EngineSetup.App("cloud", more: ("Hosting", "CloudHosting")),
        });

        await CheckAsync(engine.App("cloud") with { Route = PushRoute.CloudHosting });

        var bodies = (await engine.StoredAsync("cloud")).Select(push => Encoding.UTF8.GetString(push.Body.ToArray())).ToList();
        bodies.ShouldNotBeEmpty();
        bodies.ShouldAllBe(body => !body.Contains("CheckContainer"));
    }

    [Theory]
    [InlineData(PushRoute.CloudHosting, "a push without the gateway's header")]
    [InlineData(PushRoute.CloudHosting, "a GET")]
    [InlineData(PushRoute.CloudFunction, "wrong signature")]
    [InlineData(PushRoute.CloudFunction, "one byte of the body changed")]
    [InlineData(PushRoute.CloudFunction, "signed six minutes ago")]
    public async Task Check_OfAReceiverThatTrustsEverybody_FindsIt(PushRoute route, string expected)
    {
        await using var server = await TestServer.StartAsync(context => context.Response.WriteAsync("success"));

        (await FailuresAsync(server.Url, route)).ShouldContain(expected);
    }

    [Theory]
    [InlineData(PushRoute.CloudHosting, "the console's probe")]
    [InlineData(PushRoute.CloudHosting, "text")]
    [InlineData(PushRoute.CloudFunction, "the AppID as ToUserName, the MsgId as text")]
    public async Task Check_OfAReceiverThatTrustsNone_FindsIt(PushRoute route, string expected)
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });

        (await FailuresAsync(server.Url, route)).ShouldContain(expected);
    }

    private static async Task<IEnumerable<string>> FailuresAsync(Uri url, PushRoute route)
    {
        var app = TestApps.At(url, WireMode.Plaintext) with { Route = route, RelaySecret = Secret };
        return (await CheckAsync(app)).Where(result => !result.Verdict.Passed).Select(result => result.Case.Name);
    }

    private static async Task<List<CheckResult>> CheckAsync(SimulatedApp app)
    {
        using var client = new PushClient { TryTimeout = TimeSpan.FromSeconds(5) };
        PushFormat[] formats = app.Route == PushRoute.CloudFunction ? [PushFormat.Json] : [PushFormat.Json, PushFormat.Xml];
        var results = new List<CheckResult>();
        await foreach (var result in new CheckSuite(client).RunAsync(app, formats))
            results.Add(result);
        return results;
    }
}
