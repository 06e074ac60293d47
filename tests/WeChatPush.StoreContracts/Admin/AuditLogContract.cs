using WeChatPush.Admin;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Admin;

/// <summary>The audit of the admin API, on every store.</summary>
public abstract class AuditLogContract : IAsyncLifetime
{
    private IAsyncDisposable _surroundings = null!;
    private Func<IAuditStore> _open = null!;

    internal ManualTimeProvider Time { get; } = new();

    internal IAuditStore Log { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (_surroundings, _open) = await OpenAsync();
        Log = _open();
    }

    public async Task DisposeAsync() => await _surroundings.DisposeAsync();

    private protected abstract Task<(IAsyncDisposable Surroundings, Func<IAuditStore> Open)> OpenAsync();

    [Fact]
    public async Task List_HasWhatWasAppended_ToTheLetter()
    {
        var whole = new AuditRecord
        {
            Actor = "运维 1",
            Role = AdminRole.Operator,
            Action = "campaign.start",
            Object = "campaign:7",
            App = "shop",
            Reason = "says \"why\"\n",
            Before = """{"state":"draft"}""",
            After = """{"state":"running"}""",
            Address = "2001:db8::1",
        };
        await Log.AppendAsync(whole, default);
        await Log.AppendAsync(new() { Actor = "a", Role = AdminRole.Viewer, Action = "b", Object = "c" }, default);

        var entries = await ListAsync(new());

        Bare(entries[1]).ShouldBe(whole);
        entries[1].At.ShouldBe(Time.GetUtcNow(), TimeSpan.FromMilliseconds(1));
        Bare(entries[0]).ShouldBe(new() { Actor = "a", Role = AdminRole.Viewer, Action = "b", Object = "c" });
        entries[0].Id.ShouldNotBe(entries[1].Id);
    }

    [Fact]
    public async Task List_IsNewestFirst_AndPages_AtEachInstance()
    {
        for (var i = 0; i < 25; i++)
            await Log.AppendAsync(Record($"o{i}"), default);

        var page = await _open().ListAsync(new() { Limit = 10 }, default);
        await Log.AppendAsync(Record("later"), default);
        var next = await _open().ListAsync(new() { Limit = 10, Cursor = page.Next }, default);

        page.Items.Concat(next.Items).Select(entry => entry.Object)
            .ShouldBe(Enumerable.Range(5, 20).Reverse().Select(i => $"o{i}"));
        (await ListAsync(new() { Limit = 10 })).Count.ShouldBe(26);
    }

    [Fact]
    public async Task List_OfAFilter_HasWhatMatches_HoweverRareItIs()
    {
        for (var i = 0; i < 1200; i++)
        {
            if (i == 3)
                Time.Advance(TimeSpan.FromHours(1));
            await Log.AppendAsync(
                Record($"o{i}", actor: i == 2 ? "ops" : "root", action: i % 400 == 1 ? "user.erase" : "key.create", app: App(i)), default);
        }

        (await ObjectsAsync(new() { Actor = "ops" })).ShouldBe(["o2"]);
        (await ObjectsAsync(new() { Actor = "op" })).ShouldBeEmpty();
        (await ObjectsAsync(new() { Action = "user.erase" })).ShouldBe(["o801", "o401", "o1"]);
        (await ObjectsAsync(new() { Apps = ["cafe"] })).ShouldBe(["o0"]);
        (await ObjectsAsync(new() { Apps = ["cafe", "shop", "it's"] })).ShouldBe(["o4", "o0"]);
        (await ObjectsAsync(new() { Apps = [] })).ShouldBeEmpty();
        (await ObjectsAsync(new() { Since = Time.GetUtcNow() })).Count.ShouldBe(1197);
        (await ObjectsAsync(new() { Since = Time.GetUtcNow().AddMilliseconds(1) })).ShouldBeEmpty();
        (await ObjectsAsync(new() { Since = Time.GetUtcNow(), Action = "user.erase", Actor = "root" })).ShouldBe(["o801", "o401"]);

        static string? App(int i) => i switch { 0 => "cafe", 4 => "shop", _ => null };
    }

    [Theory]
    [InlineData("made-up")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1-1-1")]
    public async Task List_WithACursorOfNoPage_SaysSo(string cursor) =>
        await Should.ThrowAsync<FormatException>(() => Log.ListAsync(new() { Cursor = cursor }, default).AsTask());

    [Fact]
    public async Task Append_ByManyAtOnce_KeepsAll()
    {
        var other = _open();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? Log : other).AppendAsync(Record($"o{i}"), default).AsTask()));

        (await ObjectsAsync(new())).Order().ShouldBe(Enumerable.Range(0, 100).Select(i => $"o{i}").Order());
    }

    [Fact]
    public async Task Sweep_ForgetsTheOlder_SoManyAtATime()
    {
        for (var i = 0; i < 7; i++)
            await Log.AppendAsync(Record($"old{i}"), default);
        Time.Advance(TimeSpan.FromHours(1));
        var limit = Time.GetUtcNow();
        await Log.AppendAsync(Record("new"), default);

        (await Log.SweepAsync(limit, 5, default)).ShouldBe(5);
        (await ObjectsAsync(new())).ShouldBe(["new", "old6", "old5"]);
        (await Log.SweepAsync(limit, 5, default)).ShouldBe(2);
        (await Log.SweepAsync(limit, 5, default)).ShouldBe(0);

        (await ObjectsAsync(new())).ShouldBe(["new"]);
        (await Log.SweepAsync(limit.AddMinutes(1), 5, default)).ShouldBe(1);
        await Log.AppendAsync(Record("after"), default);
        (await ObjectsAsync(new())).ShouldBe(["after"]);
    }

    private protected async Task<List<string>> ObjectsAsync(AuditFilter filter) =>
        [.. (await ListAsync(filter)).Select(entry => entry.Object)];

    private static AuditRecord Record(string subject, string actor = "root", string action = "key.create", string? app = null) =>
        new() { Actor = actor, Role = AdminRole.Admin, Action = action, Object = subject, App = app };

    private static AuditRecord Bare(AuditEntry entry) => new()
    {
        Actor = entry.Actor,
        Role = entry.Role,
        Action = entry.Action,
        Object = entry.Object,
        App = entry.App,
        Reason = entry.Reason,
        Before = entry.Before,
        After = entry.After,
        Address = entry.Address,
    };

    private async Task<List<AuditEntry>> ListAsync(AuditFilter filter)
    {
        var entries = new List<AuditEntry>();
        for (string? cursor = filter.Cursor; ;)
        {
            var page = await Log.ListAsync(filter with { Cursor = cursor }, default);
            page.Items.Count.ShouldBeLessThanOrEqualTo(filter.Limit);
            entries.AddRange(page.Items);
            if (page.Next is null)
                return entries;
            cursor = page.Next;
        }
    }
}
