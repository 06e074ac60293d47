namespace WeChatPush.EndToEndTests.Formats;

/// <summary>
/// Lets servers of the present build bring stored data into every state it can be in, and stop. With
/// <c>WECHATPUSH_KEEP_FORMAT=&lt;directory&gt;</c> (from the root) in the environment of the tests, the directory gets what was
/// written. The files of a version are made like this: run <c>Data_WrittenByThisVersion_IsOpenedAndHandled</c> with this
/// project's <c>Formats/&lt;version&gt;</c> as the directory, commit it, and give it a test beside that of 0.1.0. The files hold
/// the names, ids and words that stand here, so these stay as they are.
/// </summary>
internal static class FormatWriter
{
    /// <summary>What the backend says while the data is written.</summary>
    public const string Word = "as it was written";

    /// <summary>How many messages fit into a customer-service window.</summary>
    private const int WindowSize = 5;

    private static readonly string? Keep = Environment.GetEnvironmentVariable("WECHATPUSH_KEEP_FORMAT");

    /// <summary>Writes into an empty directory.</summary>
    /// <param name="state">The directory.</param>
    /// <param name="store">The name of its kind, and of its place among the files of a version.</param>
    public static async Task WriteAsync(StoredState state, string store)
    {
        await using (var site = await FormatSite.StartAsync(state))
        {
            site.Shop.Word = Word;
            site.Shop.StatusOf = user => user switch
            {
                FormatPushes.Gone => 410,
                FormatPushes.Patient => 500,
                _ => 200,
            };
            await site.RunAsync(server => HandleAsync(site, server));
            await site.RunAsync(server => ReceiveAsync(site, server), ("Dispatching:Concurrency", "0"));
            if (site.Redis is { } redis)
            {
                await redis.StartAgainAsync();
                await RedisDump.WriteAsync(redis, state.Dump);
            }
        }

        // A store that was closed has no log beside its file.
        Directory.EnumerateFiles(Path.Combine(state.Folder, "data"), "wechatpush.db*").Count().ShouldBe(1);
        if (Keep is { Length: > 0 })
            state.CopyTo(Path.Combine(Keep, store));
    }

    // Everything that takes a server that does its work.
    private static async Task HandleAsync(FormatSite site, FormatServer server)
    {
        await FormatCredits.WriteAsync(site, server);
        await FormatCampaigns.WriteAsync(site, server);

        var pushes = server.Pushes;
        await server.PushAsync(pushes.Done);
        await server.PushAsync([pushes.DeadLetter, pushes.Retried, pushes.Behind]);
        await server.ReachesAsync(FormatPushes.Talker, "done");
        await server.ReachesAsync(FormatPushes.Leaver, "done");
        await server.ReachesAsync(FormatPushes.Gone, "dead");
        await server.ReachesAsync(FormatPushes.Patient, "retrying", "queued");
        for (var sent = 1; sent < WindowSize; sent++)
            (await server.SayAsync(FormatPushes.Talker)).ShouldBe("sent");
        (await server.SayAsync(FormatPushes.Talker)).ShouldBe("windowClosed");
    }

    // What was acknowledged last stays as it arrived, neither listed nor handled.
    private static async Task ReceiveAsync(FormatSite site, FormatServer server)
    {
        await server.PushAsync(server.Pushes.Queued);
        if (site.Redis is not { } redis)
            return;
        await redis.KillAsync();
        await server.PushAsync(server.Pushes.Spooled);
        // This one is in Redis already; the spool cannot know.
        await server.PushAsync(server.Pushes.Answered);
    }
}
