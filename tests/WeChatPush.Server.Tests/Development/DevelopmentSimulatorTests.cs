using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using WeChatPush.Server.Admin;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Development;

public sealed class DevelopmentSimulatorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly WebApplicationFactory<AdminKeys> _server;

    public DevelopmentSimulatorTests() => _server = new WebApplicationFactory<AdminKeys>().WithWebHostBuilder(host => host
        .UseEnvironment("Development")
        .UseUrls("http://127.0.0.1:0")
        .UseSetting("WeChatPush:DataDirectory", _directory.Path));

    [Fact]
    public async Task Root_WhenDeveloping_LeadsToTheSimulator()
    {
        using var client = _server.CreateClient(new() { AllowAutoRedirect = false });

        using var response = await client.GetAsync("/");

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location!.OriginalString.ShouldBe("/simulator");
        (await client.GetStringAsync("/simulator")).ShouldStartWith("<!doctype html>");
    }

    [Fact]
    public async Task Demo_WhenAPersonWrites_AnswersByItsRules()
    {
        _server.UseKestrel();
        _server.StartServer();
        using var client = _server.CreateClient();
        var user = (await client.JsonAsync("/simulator/app?nickname=anna")).GetProperty("openId").GetString();
        using var bubbles = new StreamReader(await client.GetStreamAsync($"/simulator/messages?openId={user}"));

        using var enter = await client.PostAsync("/simulator/push", """{"nickname":"anna","kind":"enter"}""");
        using var push = await client.PostAsync("/simulator/push", """{"nickname":"anna","kind":"text","text":"你好"}""");

        (await push.JsonAsync(HttpStatusCode.OK)).GetProperty("accepted").GetBoolean().ShouldBeTrue();
        (await NextAsync(bubbles)).ShouldContain("您好");
        (await NextAsync(bubbles)).ShouldContain("收到：你好");
    }

    public void Dispose()
    {
        _server.Dispose();
        _directory.Dispose();
    }

    private static async Task<string> NextAsync(StreamReader stream)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var line = await stream.ReadLineAsync(timeout.Token);
            if (line.ShouldNotBeNull().StartsWith("data: {", StringComparison.Ordinal))
                return line;
        }
    }
}
