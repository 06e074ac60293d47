using System.Net;
using System.Net.Http.Headers;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

/// <summary>Pushes and reports through the routes that WeChat and clients really use, and what the ledger makes of them.</summary>
public sealed class CreditSourceTests
{
    private const string Credits = "/api/v1/apps/shop/credits";

    private static readonly (string Key, string? Value) OwnTemplate =
        ("Apps:shop:Credits:Templates:1", "hD-ixGOhYmUfjOnI8MCzQMPshzGVeux_2vzyvQu7O68");

    [Theory]
    [InlineData("popup-array-of-one.json")]
    [InlineData("popup-array-of-one.xml")]
    [InlineData("popup-object.json")]
    [InlineData("popup-object.xml")]
    [InlineData("popup-of-two.json")]
    [InlineData("popup-of-two.xml")]
    public async Task Popup_PushedTwice_CountsTheAcceptOnce(string file)
    {
        using var server = await ServerUnderTest.StartAsync(OwnTemplate);
        using var client = server.Client();
        var (push, message) = Read(file);

        await server.PushAsync(push);
        await server.PushAsync(push);

        (await CreditsAsync(client)).ShouldBe([$"{message["List.0.TemplateId"]} 1"]);
    }

    [Theory]
    [InlineData("change-array-of-one.json")]
    [InlineData("change-array-of-one.xml")]
    [InlineData("change.json")]
    [InlineData("change.xml")]
    public async Task Change_Pushed_BurnsWhatTheUserHad(string file)
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", "Client"));
        using var client = server.Client();
        var (push, message) = Read(file);
        var template = message["List.0.TemplateId"]!;
        await ReportAsync(client, message.FromUserName!, template, "r1");
        await ReportAsync(client, message.FromUserName!, template, "r2");
        (await CreditsAsync(client)).ShouldBe([$"{template} 2"]);

        await server.PushAsync(push);

        (await CreditsAsync(client)).ShouldBe([$"{template} 0"]);
    }

    [Theory]
    [InlineData("sent.json")]
    [InlineData("sent.xml")]
    [InlineData("sent-object.json")]
    [InlineData("sent-object.xml")]
    public async Task Sent_Pushed_LeavesTheCreditsAlone(string file)
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", "Client"));
        using var client = server.Client();
        var (push, message) = Read(file);
        var template = message["List.0.TemplateId"]!;
        await ReportAsync(client, message.FromUserName!, template, "r1");

        await server.PushAsync(push);

        (await CreditsAsync(client)).ShouldBe([$"{template} 1"]);
    }

    [Theory]
    [InlineData("Push")]
    [InlineData("Client")]
    public async Task OneAccept_PushedAndReported_CountsOnce_WhicheverSourceCounts(string from)
    {
        using var server = await ServerUnderTest.StartAsync(("Apps:shop:Credits:CountFrom", from), OwnTemplate);
        using var client = server.Client();
        var (push, message) = Read("popup-object.json");
        var template = message["List.0.TemplateId"]!;

        await ReportAsync(client, message.FromUserName!, template, "r1");
        await server.PushAsync(push);
        await ReportAsync(client, message.FromUserName!, template, "r1");

        (await CreditsAsync(client)).ShouldBe([$"{template} 1"]);
    }

    private static (PushPayload Push, PushMessage Message) Read(string file)
    {
        var body = RecordedPayloads.Read($"Subscriptions/{file}");
        PushReader.Read(body, out var message).ShouldBe(ReadOutcome.Ok);
        var push = new PushPayload
        {
            Format = message.Format, Body = body, OpenId = message.FromUserName!, ToUserName = message.ToUserName!,
        };
        return (push, message);
    }

    private static async Task ReportAsync(HttpClient client, string openId, string template, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Credits)
        {
            Content = new StringContent(
                $$$"""{"openId":"{{{openId}}}","subscribe":{"{{{template}}}":"accept"}}""",
                new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("Idempotency-Key", id);
        using var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<string[]> CreditsAsync(HttpClient client) =>
    [
        .. (await client.JsonAsync(Credits)).GetProperty("templates").EnumerateArray()
            .Select(totals => $"{totals.GetProperty("templateId")} {totals.GetProperty("credits")}"),
    ];
}
