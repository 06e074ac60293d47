using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Sending;

/// <summary>Who wrote, who waits, and what was sent, on every store.</summary>
public abstract class ConversationContract : IAsyncLifetime
{
    private const string App = "shop";
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private ConversationsUnderTest _opened = null!;

    internal ManualTimeProvider Time { get; } = new();

    private DateTimeOffset Now => Time.GetUtcNow();

    private IConversationStore Store => _opened.Conversations;

    public async Task InitializeAsync() => _opened = await OpenAsync();

    public async Task DisposeAsync() => await _opened.Surroundings.DisposeAsync();

    private protected abstract Task<ConversationsUnderTest> OpenAsync();

    [Fact]
    public async Task Grant_KeepsThePushes_NewestFirst_EachOnce()
    {
        var first = await WriteAsync("oUser");
        var entered = await WriteAsync("oUser", isMessage: false);
        var last = await WriteAsync("oUser");
        await WriteAsync("oUser", last.Id, last.At);

        var found = (await Store.FindAsync(App, "oUser", default)).ShouldNotBeNull();
        found.Pushes.ShouldBe([last, entered, first]);
        found.AskedAt.ShouldBe(last.At);
        found.WaitingSince.ShouldBe(last.At);
        found.Window.ShouldBe(new CustomerServiceWindow(5, last.At + 2 * Day));
        (await Store.FindAsync("other", "oUser", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Grant_OfMoreThanAreKept_DropsTheOldest()
    {
        var all = new List<ConversationPush>();
        for (var i = 0; i < 53; i++)
            all.Insert(0, await WriteAsync("oUser"));

        (await Store.FindAsync(App, "oUser", default))!.Pushes.ShouldBe(all.Take(50));
    }

    [Fact]
    public async Task List_IsByTheLastMessage_InPages_WithoutThoseWhoOnlyEntered()
    {
        await WriteAsync("oEntered", isMessage: false);
        foreach (var user in (string[])["oA", "oB", "oC", "oD", "oA"])
            await WriteAsync(user);
        await WriteAsync("oB", isMessage: false);

        var seen = new List<string>();
        for (ConversationPlace? after = null; ;)
        {
            var page = await Store.ListAsync(App, false, after, 2, default);
            if (page.Count == 0)
                break;
            seen.AddRange(page.Select(one => one.OpenId));
            after = new(page[^1].AskedAt!.Value, page[^1].OpenId);
        }

        seen.ShouldBe(["oA", "oD", "oC", "oB"]);
    }

    [Fact]
    public async Task List_OfTheSameMillisecond_ShowsEachOnce()
    {
        foreach (var user in (string[])["oA", "oB", "oC"])
            await WriteAsync(user, at: Now);

        var first = await Store.ListAsync(App, true, null, 2, default);
        var rest = await Store.ListAsync(App, true, new(first[^1].AskedAt!.Value, first[^1].OpenId), 2, default);

        first.Concat(rest).Select(one => one.OpenId).ShouldBe(["oC", "oB", "oA"]);
    }

    [Fact]
    public async Task AddSent_ThatArrived_AnswersTheUser_UntilTheUserWritesAgain()
    {
        await WriteAsync("oUser");
        await SendAsync("oUser", SendOutcome.Refused);
        (await WaitingAsync()).ShouldBe(["oUser"]);

        await SendAsync("oUser", SendOutcome.Sent);
        (await WaitingAsync()).ShouldBeEmpty();
        (await Store.FindAsync(App, "oUser", default))!.WaitingSince.ShouldBeNull();

        await WriteAsync("oUser");
        (await WaitingAsync()).ShouldBe(["oUser"]);
    }

    [Fact]
    public async Task End_OfAConversation_AnswersTheUser()
    {
        await WriteAsync("oUser");
        await WriteAsync("oOther");

        (await Store.EndAsync(App, "oUser", Now)).ShouldBeTrue();
        (await Store.EndAsync(App, "oNobody", Now)).ShouldBeFalse();

        (await WaitingAsync()).ShouldBe(["oOther"]);
        (await Store.ListAsync(App, false, null, 10, default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Erase_OfAUser_LeavesNothing_AndTakesNothingOfAnothers()
    {
        foreach (var user in (string[])["oUser", "oOther"])
        {
            await WriteAsync(user);
            await SendAsync(user, SendOutcome.Refused);
        }

        await _opened.EraseAsync("oUser");

        (await Store.FindAsync(App, "oUser", default)).ShouldBeNull();
        (await Store.ReadSentAsync(App, "oUser", default)).ShouldBeEmpty();
        (await Store.ListAsync(App, false, null, 10, default)).ShouldHaveSingleItem().OpenId.ShouldBe("oOther");
        (await WaitingAsync()).ShouldBe(["oOther"]);
        (await Store.ReadSentAsync(App, "oOther", default)).Count.ShouldBe(1);

        // One that was under way.
        await SendAsync("oUser", SendOutcome.Sent);
        (await Store.ReadSentAsync(App, "oUser", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task AddSent_KeepsTheLast_NewestFirst_AsTheyWere()
    {
        await WriteAsync("oUser");
        await WriteAsync("oOther");
        for (var i = 0; i < SentMessage.MaxPerUser + 3; i++)
            await SendAsync("oUser", i % 2 == 0 ? SendOutcome.Sent : SendOutcome.Refused, $"你好 <{i}>");
        await SendAsync("oOther", SendOutcome.Sent);

        var sent = await Store.ReadSentAsync(App, "oUser", default);
        sent.Count.ShouldBe(SentMessage.MaxPerUser);
        sent[0].ShouldSatisfyAllConditions(
            last => last.At.ShouldBe(Now - TimeSpan.FromMilliseconds(1)),
            last => last.Content!.Value.GetProperty("content").GetString().ShouldBe($"你好 <{SentMessage.MaxPerUser + 2}>"),
            last => (last.Kind, last.Outcome, last.PushId).ShouldBe(("text", SendOutcome.Sent, "p1")));
        (sent[1].Outcome, sent[1].ErrCode, sent[1].ErrMsg).ShouldBe((SendOutcome.Refused, 45015, "out of time"));
    }

    private async Task<IEnumerable<string>> WaitingAsync() =>
        (await Store.ListAsync(App, true, null, 10, default)).Select(one => one.OpenId);

    private async Task<ConversationPush> WriteAsync(
        string user, string? id = null, DateTimeOffset? at = null, bool isMessage = true)
    {
        if (at is null)
            Time.Advance(TimeSpan.FromMilliseconds(1));
        var push = new ConversationPush(id ?? Guid.NewGuid().ToString("N"), at ?? Now);
        await _opened.Sending.GrantWindowAsync(
            App, user, 5, push.At, push.At + (isMessage ? 2 * Day : TimeSpan.FromMinutes(1)), push.At, new(push.Id, isMessage), default);
        return push;
    }

    private async Task SendAsync(string user, SendOutcome outcome, string text = "hello")
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var message = CustomerMessage.Text(user, text);
        var result = new SendResult
        {
            Outcome = outcome,
            Class = outcome is SendOutcome.Sent ? ErrorClass.Sent : ErrorClass.User,
            ErrCode = outcome is SendOutcome.Sent ? 0 : 45015,
            ErrMsg = outcome is SendOutcome.Sent ? "ok" : "out of time",
        };
        await Store.AddSentAsync(App, user, SentMessage.From(message, result, Now) with { PushId = "p1" }, 7 * Day);
    }
}

/// <summary>
/// The stores of one database; <paramref name="Sending"/> notes what users write, <paramref name="EraseAsync"/> erases a user.
/// </summary>
internal sealed record ConversationsUnderTest(
    ISendingStore Sending, IConversationStore Conversations, Func<string, Task> EraseAsync, IAsyncDisposable Surroundings);
