using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPush.Feed;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Events;

public sealed class EventsTests
{
    private const string Path = "/api/v1/events";

    private readonly CancellationTokenSource _end = new(TimeSpan.FromSeconds(30));

    [Fact]
    public async Task Events_AreToldWithinASecond_AndContinueBehindTheLastId()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        string? last;
        using (var stream = await OpenAsync(client, $"{Path}?app=shop,cafe&kinds=push,outcome,send"))
        {
            await server.TryPushAsync(new PushBuilder(server.Shop, "oOfTheEvents").Text("secret text"));
            var events = await TakeAsync(stream, "push", "outcome", "send");

            events.ShouldAllBe(item => !item.Data.Contains("secret", StringComparison.Ordinal) && !item.Data.Contains("oOfTheEvents", StringComparison.Ordinal));
            var outcome = JsonElement.Parse(events.Single(item => item.EventType == "outcome").Data);
            outcome.GetProperty("state").GetString().ShouldBe("done");
            outcome.GetProperty("kind").GetString().ShouldBe("outcome");
            var send = JsonElement.Parse(events.Single(item => item.EventType == "send").Data);
            (send.GetProperty("state").GetString(), send.GetProperty("errcode").GetInt32()).ShouldBe(("sent", 0));
            last = events[^1].EventId;
        }

        await server.PushAsync(new PushBuilder(server.Shop, "o").EnterSession());
        client.DefaultRequestHeaders.Add("Last-Event-ID", last.ShouldNotBeNull());
        using var again = await OpenAsync(client, Path);
        (await TakeAsync(again, "push", "outcome")).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("?kinds=push,nonsense", HttpStatusCode.BadRequest)]
    [InlineData("?kinds=skipped", HttpStatusCode.BadRequest)]
    [InlineData("?app=none", HttpStatusCode.NotFound)]
    public async Task Events_OfWhatDoesNotExist_AreRefused(string query, HttpStatusCode status)
    {
        using var server = await StartAsync();
        using var client = server.Client();

        await (await client.GetAsync(Path + query)).JsonAsync(status);
        using var stranger = server.Client(key: null);
        (await stranger.GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Events_EndWhenTheHostStops()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        using var stream = await OpenAsync(client, Path);
        var read = TakeAsync(stream, "never");

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        (await read.WaitAsync(TimeSpan.FromSeconds(5))).ShouldAllBe(item => item.EventType == "heartbeat");
    }

    [Fact]
    public async Task Events_BeyondTheLimit_Are429()
    {
        using var server = await StartAsync();
        using var client = server.Client();
        var feed = server.Services.GetRequiredService<IEventFeed>();
        while (feed.Watch(new(null, null), null) is not null)
        {
        }

        var answer = await client.GetAsync(Path);

        await answer.JsonAsync(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    private static Task<ServerUnderTest> StartAsync() => ServerUnderTest.StartAsync(("Apps:shop:Rules:0:MsgType", "text"), ("Apps:shop:Rules:0:Send:Text", "hello"));

    private async Task<HttpResponseMessage> OpenAsync(HttpClient client, string path)
    {
        var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, _end.Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("text/event-stream");
        return answer;
    }

    // Until all of these kinds came, or the stream ends.
    private async Task<IReadOnlyList<SseItem<string>>> TakeAsync(HttpResponseMessage answer, params string[] kinds)
    {
        var (taken, open) = (new List<SseItem<string>>(), kinds.ToList());
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(_end.Token)).EnumerateAsync(_end.Token))
        {
            if (item.EventType != "heartbeat" || kinds is ["never"])
                taken.Add(item);
            open.Remove(item.EventType);
            if (open.Count == 0)
                break;
        }

        return taken;
    }
}
