using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Receiving;
using WeChatPush.Sending;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Apps;

/// <summary>An app of which something of every kind is stored; the same each time, so that what is remembered would show.</summary>
internal sealed class StoredApp(IStoreEngine engine, string app, ManualTimeProvider time)
{
    /// <summary>The pushes that <see cref="FillAsync"/> leaves.</summary>
    public const int Pushes = 12;

    /// <summary>Who holds what is held.</summary>
    public const string Holder = "holder";

    private const string Template = "tpl";
    private const string User = "oUser";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>A push that is being handled; a send of it is noted.</summary>
    public ClaimedPush Held { get; private set; } = null!;

    /// <summary>The same for one whose request waits.</summary>
    public ClaimedPush HeldWithReply { get; private set; } = null!;

    public PushKey KeyOfReply => Key("awaiting-held");

    public CreditReservation Reservation { get; private set; } = null!;

    public string Campaign { get; private set; } = "";

    public ClaimedRecipient Taken { get; private set; } = null!;

    public SendKey RunningKey => SendKey.Create(app, "running", "send", "{}"u8.ToArray());

    private DateTimeOffset Now => time.GetUtcNow();

    private IInbox Inbox => engine.Inbox;

    public async Task FillAsync()
    {
        await FillInboxAsync();
        await FillCreditsAsync();
        await FillCampaignsAsync();
        await engine.Sending.GrantWindowAsync(app, User, 5, Now, Now + 48 * Hour, Now, default);
        var sent = SentMessage.From(
            CustomerMessage.Text(User, "hello"), new() { Outcome = SendOutcome.Sent, Class = ErrorClass.Sent }, Now);
        await engine.Sending.GrantWindowAsync(
            app, User, 5, Now, Now + 48 * Hour, Now, new(PushId.New(Now), IsMessage: true), default);
        await engine.Conversations.AddSentAsync(app, User, sent, 48 * Hour);
        var answered = SendKey.Create(app, "answered", "send", "{}"u8.ToArray());
        foreach (var key in (SendKey[])[answered, RunningKey])
            (await engine.SendKeys.BeginAsync(key, Holder, Hour, default)).State.ShouldBe(SendKeyState.Begun);
        await engine.SendKeys.EndAsync(answered, Holder, "answer"u8.ToArray());
        (await engine.DeadLetters.HoldAsync(app, "work", Holder, Hour, default)).ShouldNotBeNull();
        var handshake = new Handshake { At = Now, Outcome = HandshakeOutcome.Ok, Host = "localhost", Count = 1 };
        (await engine.Handshakes.AddAsync(app, [handshake], default)).ShouldBeTrue();
        await engine.Stats.WriteAsync([new(app, Now, "run", [1, 1])], Hour, default);
    }

    /// <summary>Has the store give every push the place in which it stays until it is claimed.</summary>
    public async Task IndexAsync() =>
        (await engine.History.ListAsync(app, new PushFilter(), default)).Items.Count.ShouldBe(Pushes);

    /// <summary>How the one send ended.</summary>
    public static SendRecord Sent(DateTimeOffset now) =>
        new("custom/send", now, SendOutcome.Sent, 0, "ok", TimeSpan.FromMilliseconds(3)) { MsgId = "1" };

    /// <summary>A push of this identity.</summary>
    public static IncomingPush Push(string app, string identity, string? user, DateTimeOffset now) => new()
    {
        Id = PushId.New(now),
        App = app,
        Key = PushKey.Read(SHA256.HashData(Encoding.UTF8.GetBytes(identity))),
        Window = Hour,
        OpenId = user,
        MsgType = "text",
        Event = null,
        CreateTime = 0,
        ReceivedAt = now,
        Body = Encoding.UTF8.GetBytes($"<xml>{identity}</xml>"),
    };

    /// <summary>The number within a user's pushes that a test wrote into the identity.</summary>
    public static int NumberIn(ClaimedPush push) =>
        int.Parse(Encoding.UTF8.GetString(push.Body.Span).Split(' ')[2], CultureInfo.InvariantCulture);

    private async Task FillInboxAsync()
    {
        // In every state, in rows of their own and packed.
        await AppendAsync("done", "oDone");
        await AppendAsync("dead", "oDead");
        await AppendAsync("retried", "oRetried");
        await AppendAsync("replayed", "oReplayed");
        await AppendAsync("awaiting", null, awaits: true);
        var claims = (await ClaimAsync()).ToDictionary(claim => Encoding.UTF8.GetString(claim.Body.Span));
        claims.Count.ShouldBe(5);
        var done = claims[Body("done")];
        (await Inbox.BeginSendAsync(done, 0, "custom/send", default)).State.ShouldBe(SendSlotState.Fresh);
        await Inbox.EndSendAsync(done, 0, Sent(Now), default);
        await SettleAsync(done, new Settlement.Done("handled"));
        await SettleAsync(claims[Body("dead")], new Settlement.DeadLetter("no handler"));
        await SettleAsync(claims[Body("retried")], new Settlement.Retry(Now + Hour, "busy", true));
        await SettleAsync(claims[Body("replayed")], new Settlement.DeadLetter("refused"));
        await SettleAsync(claims[Body("awaiting")], new Settlement.Done("handled", new StoredReply("reply"u8.ToArray())));
        (await engine.History.ReplayAsync(app, claims[Body("replayed")].Id, new("ops", "once more"), default)).ShouldBeTrue();

        await AppendAsync("held", "oHeld");
        await AppendAsync("awaiting-held", null, awaits: true);
        foreach (var claim in await ClaimAsync())
        {
            if (Encoding.UTF8.GetString(claim.Body.Span) == Body("held"))
                Held = claim;
            else if (claim.AwaitsReply)
                HeldWithReply = claim;
            (await Inbox.BeginSendAsync(claim, 0, "custom/send", default)).State.ShouldBe(SendSlotState.Fresh);
        }

        await AppendAsync("behind the held one", "oHeld");
        await AppendAsync("waiting 1", "oWaiting");
        await AppendAsync("waiting 2", "oWaiting");
        await AppendAsync("of nobody", null);
        await AppendAsync("with a nonce", "oNonce", new PushNonce(Key("nonce"), Hour));
        await Inbox.RememberNonceAsync(app, new PushNonce(Key("probe"), Hour), default);
    }

    private async Task FillCreditsAsync()
    {
        (await engine.Ledger.NoteAsync(app, User, "push 1", [new(Template, PermitEvent.Accepted)], default)).Counted.ShouldBe(1);
        (await engine.Ledger.NoteAsync(app, User, "push 2", [new(Template, PermitEvent.Accepted)], default)).Counted.ShouldBe(1);
        (await engine.Ledger.EarnFormIdsAsync(app, User, [new("f1", Now + Hour), new("f2", Now + Hour)], default)).ShouldBe(2);
        var report = new ClientReport
        {
            App = app, OpenId = User, ReportId = "r1", FormIds = [new("f3", Now + Hour)], Accepts = [new("tpl-2", PermitEvent.Accepted)],
        };
        (await engine.Ledger.EarnFromClientAsync(report, default)).ShouldBe(new ClientCount(1, 1));
        Reservation = (await engine.Ledger.ReserveAsync(app, User, CreditKind.Template, Template, default)).ShouldNotBeNull();
    }

    private async Task FillCampaignsAsync()
    {
        Campaign = NewCampaign.NewId(Now);
        await engine.Campaigns.CreateAsync(new(Campaign, app, Plan), default);
        await engine.Campaigns.AddRecipientsAsync(app, Campaign, [new Recipient(User), new Recipient("oOther")], default);
        var key = new IdempotencyKey("sale", new byte[32]);
        (await engine.Campaigns.PublishAsync(app, Campaign, key, default)).ShouldNotBeNull().Outcome.ShouldBe(CreationOutcome.Created);
        await engine.Campaigns.MoveAsync(app, Campaign, CampaignMove.Start, default);
        Taken = (await engine.Campaigns.ClaimAsync(app, Campaign, new(Holder, 1), default)).Recipients.ShouldHaveSingleItem();
        await engine.Campaigns.BeginAsync([Taken], default);

        // One that is still being made.
        var loading = NewCampaign.NewId(Now);
        await engine.Campaigns.CreateAsync(new(loading, app, Plan), default);
        await engine.Campaigns.AddRecipientsAsync(app, loading, [new Recipient(User)], default);
    }

    private static CampaignPlan Plan => new()
    {
        Name = "sale",
        TemplateId = Template,
        Data = new Dictionary<string, string> { ["thing1"] = "你好" },
        Rate = 100,
        Limits = new() { PerUserPerDay = 3 },
        Audience = CampaignAudience.List,
    };

    private async Task AppendAsync(string what, string? user, PushNonce? nonce = null, bool awaits = false) => (await Inbox.AppendAsync(
        Push(app, Identity(what), user, Now) with { Nonce = nonce, AwaitsReply = awaits }, default)).ShouldBe(AppendOutcome.Stored, what);

    // What waits of the other app stays where it is.
    private async Task<IReadOnlyList<ClaimedPush>> ClaimAsync()
    {
        var held = new Dictionary<string, int> { [app == "shop" ? "cafe" : "shop"] = 500 };
        return (await Inbox.ClaimAsync(100, ClaimScope.All, new AppQuota(1000, held), default)).Pushes;
    }

    private async Task SettleAsync(ClaimedPush claim, Settlement settlement) =>
        (await Inbox.SettleAsync(claim, settlement, default)).ShouldBeTrue();

    private string Identity(string what) => $"{app}: {what}";

    private string Body(string what) => $"<xml>{Identity(what)}</xml>";

    private PushKey Key(string what) => Push(app, Identity(what), null, Now).Key;
}
