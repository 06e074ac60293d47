using System.Diagnostics;
using System.Text.Json;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;

namespace WeChatPush.EndToEndTests.Events;

/// <summary>Those who watch a server, or a fleet of them.</summary>
public sealed class EventTests
{
    private static readonly TimeSpan Tail = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Terminate_WhileManyWatch_EndsTheirStreams_AndExitsWith0InTenSeconds()
    {
        await using var world = await World.StartAsync();
        var streams = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => EventStream.OpenAsync(world.Server.Url)));
        var ends = Task.WhenAll(streams.Select(stream => stream.ReadToEndAsync()));
        await world.PushAsync(world.User("oUser").Text("hi"));

        var watch = Stopwatch.StartNew();
        world.Server.Terminate();

        (await world.Server.ExitAsync()).ShouldBe(0, world.Server.Output);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        await ends;
    }

    [Fact]
    public async Task Push_IsInTheTail_WithinASecondOfItsAnswer()
    {
        await using var world = await World.StartAsync();
        await using var stream = await EventStream.OpenAsync(world.Server.Url, "?app=shop&kinds=push,outcome");

        for (var i = 0; i < 5; i++)
        {
            await world.PushAsync(world.User($"oUser{i}").Text("hi"));
            var watch = Stopwatch.StartNew();
            await stream.NextAsync("push");
            watch.Elapsed.ShouldBeLessThan(Tail);
            await stream.NextAsync("outcome");
        }
    }

    [Fact]
    public async Task Fleet_TellsAtOneInstance_WhatHappensAtTheOther_AndContinuesThere()
    {
        await using var fleet = await Fleet.StartAsync();
        string? last;
        await using (var stream = await EventStream.OpenAsync(fleet.One.Server.Url, "?app=shop&kinds=push,handshake"))
        {
            // Whichever instance takes the push up; the URL verification is the other's alone.
            await fleet.PushAsync(fleet.Other, fleet.User("oUser").Text("1"));
            var watch = Stopwatch.StartNew();
            await stream.NextAsync("push");
            watch.Elapsed.ShouldBeLessThan(Tail);

            using var http = new HttpClient();
            await http.GetAsync(new Uri(fleet.Other.Server.Url, "/wechat/shop?signature=x&timestamp=1&nonce=1&echostr=1"));
            watch.Restart();
            JsonElement.Parse((await stream.NextAsync("handshake")).Data).GetProperty("state").GetString().ShouldBe("badSignature");
            watch.Elapsed.ShouldBeLessThan(Tail);
            last = stream.LastId;
        }

        await fleet.PushAsync(fleet.One, fleet.User("oUser").Text("2"));
        await using var again = await EventStream.OpenAsync(fleet.Other.Server.Url, "?app=shop&kinds=push", last.ShouldNotBeNull());
        (await again.NextAsync()).ShouldNotBeNull().EventType.ShouldBeOneOf("push", "heartbeat");
        await fleet.PushAsync(fleet.One, fleet.User("oUser").Text("3"));
        await again.NextAsync("push");
    }
}
