using System.Text.Json;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Formats;

/// <summary>
/// Lets a server of the present build go on with a copy of stored data. What ends by time, such as a window of 48 hours, is
/// looked at only while it lasts, so that the files of a version are good for years.
/// </summary>
internal static class FormatReader
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(47);

    /// <summary>Nothing of it is lost, nothing is done twice, and what waited is handled.</summary>
    /// <param name="state">The data.</param>
    /// <param name="isFresh">Whether it was written just now.</param>
    public static async Task ReadAsync(StoredState state, bool isFresh = false)
    {
        await using var site = await FormatSite.StartAsync(state);
        site.Shop.Word = "as it is read";
        await site.RunAsync(async server =>
        {
            await ShouldHandleWhatWaitedAsync(site, server);
            await ShouldShowWhatWasDoneAsync(server);
            await ShouldReplayTheDeadAsync(site, server);
            await ShouldKnowEveryPushAgainAsync(site, server);
            await FormatCredits.ReadAsync(server, isFresh);
            await FormatCampaigns.ReadAsync(site, server);
            if (site.Redis is { } redis)
            {
                await Eventually.TrueAsync(
                    async () => await redis.ReadAsync("GET {wechatpush}:format") == "2 1", () => "The format was not raised.");
            }

            server.Process.Output.ShouldNotContain("   at ");
        });
    }

    private static async Task ShouldHandleWhatWaitedAsync(FormatSite site, FormatServer server)
    {
        var expected = ExpectedAnswers(site).Length + ExpectedPictures(site).Length;
        await Eventually.TrueAsync(
            () => Answers(site).Count + site.Shop.Taken.Count >= expected,
            () => $"{string.Join(", ", Answers(site).Concat(site.Shop.Taken))}\n{server.Process.Output}");
        Answers(site).Order().ShouldBe(ExpectedAnswers(site).Order());
        site.Shop.Taken.Order().ShouldBe(ExpectedPictures(site).Order());
        // Of one user, in their order.
        site.Shop.Taken.Where(picture => picture is "retried" or "behind").ShouldBe(["retried", "behind"]);
        foreach (var word in Waiting(site))
        {
            site.Shop.Taken.Intersect(FormatPushes.PicturesOf(word)).ShouldBe(FormatPushes.PicturesOf(word));
            await server.ReachesAsync($"o-{word}", "done", "done");
        }

        await server.ReachesAsync(FormatPushes.Patient, "done", "done");
        if (site.Redis is not null)
        {
            await Eventually.TrueAsync(
                async () => await server.Admin.StoreHealthAsync() == "healthy",
                () => $"The spool is not empty.\n{server.Process.Output}");
        }
    }

    private static async Task ShouldShowWhatWasDoneAsync(FormatServer server)
    {
        var answered = (await server.Admin.OfUserAsync(FormatPushes.Talker)).ShouldHaveSingleItem();
        FormatServer.StateOf(answered).ShouldBe("done");
        answered.GetProperty("message").GetProperty("Content").GetString().ShouldBe("hello");
        answered.GetProperty("timeline").EnumerateArray().Select(WhatOf).ShouldContain("done");
        var send = answered.GetProperty("sends").EnumerateArray().ShouldHaveSingleItem();
        send.GetProperty("outcome").GetString().ShouldBe("sent");
        if (DateTimeOffset.UtcNow - answered.GetProperty("receivedAt").GetDateTimeOffset() < Window)
            (await server.SayAsync(FormatPushes.Talker)).ShouldBe("windowClosed");

        var replied = (await server.Admin.OfUserAsync(FormatPushes.Buyer)).ShouldHaveSingleItem();
        FormatServer.StateOf(replied).ShouldBe("done");
        var retried = (await server.Admin.OfUserAsync(FormatPushes.Patient))[0];
        retried.GetProperty("attempts").GetInt32().ShouldBeGreaterThan(1);
        retried.GetProperty("timeline").EnumerateArray().Select(WhatOf).ShouldContain("retry");
    }

    private static async Task ShouldReplayTheDeadAsync(FormatSite site, FormatServer server)
    {
        (await server.Admin.ListAsync("state=dead")).Count.ShouldBe(1);
        var dead = (await server.Admin.OfUserAsync(FormatPushes.Gone)).ShouldHaveSingleItem();
        var reason = dead.GetProperty("timeline").EnumerateArray().Last();
        WhatOf(reason).ShouldBe("dead");
        reason.GetProperty("detail").GetString()!.ShouldContain("answered 410");

        var replay = await server.Admin.PostAsync("apps/shop/dead-letters/replay", new { reason = "the backend is back" });
        replay.GetProperty("replayed").GetInt32().ShouldBe(1);
        await server.ReachesAsync(FormatPushes.Gone, "done");
        site.Shop.Taken[^1].ShouldBe("buried");
    }

    private static async Task ShouldKnowEveryPushAgainAsync(FormatSite site, FormatServer server)
    {
        var all = server.Pushes.All(withSpool: site.Redis is not null);
        await server.PushAsync(all);
        (await server.PushAsync(server.Pushes.Replied)).Reply!.ShouldContain(FormatWriter.Word);

        (await server.Admin.ListAsync()).Count.ShouldBe(all.Count);
        (await server.Admin.ListAsync("state=done")).Count.ShouldBe(all.Count);
        Answers(site).Order().ShouldBe(ExpectedAnswers(site).Order());
        site.Shop.Taken.Order().ShouldBe(ExpectedPictures(site).Append("buried").Order());
    }

    private static string[] Waiting(FormatSite site) => site.Redis is null ? ["queued"] : ["queued", "spooled"];

    private static string[] ExpectedAnswers(FormatSite site) => [.. Waiting(site).SelectMany(FormatPushes.AnswersTo)];

    private static string[] ExpectedPictures(FormatSite site) =>
        ["retried", "behind", .. Waiting(site).SelectMany(FormatPushes.PicturesOf)];

    private static List<string> Answers(FormatSite site) =>
        [.. site.WeChat.Calls.Sends.Where(call => call.Delivered && call.Text is not null).Select(call => call.Text!)];

    private static string? WhatOf(JsonElement entry) => entry.GetProperty("what").GetString();
}
