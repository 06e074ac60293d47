using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using WeChatPush.Inbox;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling.Forwarding;

/// <summary>Destinations that are slow, away, or too much for one push.</summary>
public sealed class ForwardOutageTests
{
    [Fact]
    public async Task ASlowDestination_IsGivenUpAfterItsTime_AndTriedAgain()
    {
        await using var destination = await Destination.StartAsync(Destination.Silence, Destination.Status(200));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, settings: ("Forwarding:Timeout", "00:00:00.200"));

        await engine.PushTextAsync("o", "hi");
        var push = await engine.WhenAsync(PushState.Done);

        push.Attempts.ShouldBe(2);
        push.Timeline.Single(entry => entry.What == "retry").Detail.ShouldNotBeNull().ShouldContain("no answer in time after ");
    }

    [Fact]
    public async Task AnAnswerThatNeverEnds_IsGivenUpAfterItsTime()
    {
        await using var destination = await Destination.StartAsync(
            async context =>
            {
                await context.Response.StartAsync();
                await Destination.Silence(context);
            },
            Destination.Status(200));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, settings: ("Forwarding:Timeout", "00:00:00.200"));

        await engine.PushTextAsync("o", "hi");

        (await engine.WhenAsync(PushState.Done)).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task AnswersThatNeverEnd_CountAgainstTheDestination()
    {
        await using var destination = await Destination.StartAsync(async context =>
        {
            await context.Response.StartAsync();
            await Destination.Silence(context);
        });
        await using var engine = await ForwardSetup.StartAsync(
            destination.Url, settings: [("Forwarding:Timeout", "00:00:00.200"), ("Dispatching:MaxAttempts", "9")]);

        await engine.PushTextAsync("o", "hi");
        await LeftAloneAsync(engine);

        destination.Calls.Count.ShouldBe(5);
    }

    [Fact]
    public async Task AnOpenBreaker_IsNamedWithoutItsPath_InLogAndMetrics()
    {
        var labels = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Add(tags));
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Add(tags));
        listener.SetMeasurementEventCallback<int>((_, _, tags, _) => Add(tags));
        listener.Start();
        await using var destination = await Destination.StartAsync(Destination.Status(503));
        await using var engine = await ForwardSetup.StartAsync(
            new Uri(destination.Url, "/hook-5ecret?key=5ecret"), settings: ("Dispatching:MaxAttempts", "9"));

        await engine.PushTextAsync("o-of-nobody-else", "hi");
        await LeftAloneAsync(engine);

        engine.Log.Text.ShouldContain($"{destination.Url.GetLeftPart(UriPartial.Authority)} keeps failing");
        engine.Log.Text.ShouldNotContain("5ecret");
        labels.ShouldContain($"server.port={destination.Url.Port}");
        labels.ShouldAllBe(label => !label.Contains("5ecret") && !label.Contains("o-of-nobody-else"));

        void Add(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (name, value) in tags)
                labels.Enqueue($"{name}={value}");
        }
    }

    [Fact]
    public async Task AConnectionThatBreaks_CountsAsAnAttempt()
    {
        await using var destination = await Destination.StartAsync(Destination.Cut);
        await using var engine = await ForwardSetup.StartAsync(destination.Url, settings: ("Dispatching:MaxAttempts", "2"));

        await engine.PushTextAsync("o", "hi");

        (await engine.WhenAsync(PushState.Dead)).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task ADestinationThatIsAway_CountsAgainstNone()
    {
        await using var engine = await ForwardSetup.StartAsync(NoDestination(), settings: ("Dispatching:MaxAttempts", "2"));

        await engine.PushTextAsync("o", "hi");
        await engine.Log.WaitForAsync("could not forward", times: 4);
        var push = (await engine.StoredAsync())[0];

        push.State.ShouldNotBe(PushState.Dead);
        push.Attempts.ShouldBeLessThanOrEqualTo(1);
        push.Timeline[1].Detail.ShouldNotBeNull().ShouldContain("ConnectionRefused");
    }

    [Fact]
    public async Task ADestinationThatKeepsFailing_IsLeftAlone_WithoutHoldingUpAnother()
    {
        await using var failing = await Destination.StartAsync([.. Enumerable.Repeat(Destination.Status(500), 5), Destination.Status(200)]);
        await using var other = await Destination.StartAsync();
        await using var engine = await ForwardSetup.StartAsync(
            failing.Url,
            settings:
            [
                ("Apps:shop:Rules:0:Content", "failing"),
                ("Apps:shop:Rules:1:Forward:Url", other.Url.ToString()),
                ("Apps:shop:Rules:1:Forward:Secret", ForwardSetup.Secret),
                ("Forwarding:BreakDuration", "00:00:00.600"),
                ("Dispatching:MaxAttempts", "6"),
            ]);

        await engine.PushTextAsync("o", "failing");
        await LeftAloneAsync(engine);
        failing.Calls.Count.ShouldBe(5);
        await engine.PushTextAsync("o2", "other");
        await other.NextAsync();

        await Eventually.TrueAsync(
            async () => (await engine.StoredAsync()).All(push => push.State == PushState.Done), () => "not forwarded in the end");
        failing.Calls.Count.ShouldBe(6);
        (await engine.StoredAsync())[0].Attempts.ShouldBe(6);
        engine.Log.Text.ShouldContain("keeps failing");
        engine.Log.Text.ShouldContain("takes forwards again");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AHugeAnswer_IsNotRead_AndTheForwardIsDone(bool chunked)
    {
        var chunk = new byte[64 * 1024];
        await using var destination = await Destination.StartAsync(async context =>
        {
            if (!chunked)
                context.Response.ContentLength = 1L << 34;
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });
        await using var engine = await ForwardSetup.StartAsync(destination.Url);

        await engine.PushTextAsync("o", "hi");
        var push = await engine.WhenAsync(PushState.Done);

        destination.Calls.Count.ShouldBe(1);
        push.Timeline[^1].Detail.ShouldNotBeNull().ShouldContain("too much to be read");
    }

    private static Task LeftAloneAsync(EngineUnderTest engine) => Eventually.TrueAsync(
        async () => (await engine.StoredAsync())[0].Timeline.Any(entry => entry.What == "postponed"), () => "not left alone");

    private static Uri NoDestination()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }
}
