using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Apps;
using WeChatPush.Credits;
using WeChatPush.Protocol;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Credits;

/// <summary>The subscribe events as they are on record, in every shape, and what they do to the ledger.</summary>
public sealed class SubscribeEventsTests : IAsyncLifetime
{
    private const string One = "VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc";
    private const string Two = "9nLIlbOQZC5Y89AZteFEux3WCXRRRG5Wfzkpssu4bLI";

    private readonly SqliteLedgerUnderTest _store = new();
    private readonly WeChatPushOptions _settings = new() { Apps = { ["shop"] = new AppOptions() } };
    private readonly ListedTemplates _list = new(TimeProvider.System);
    private readonly FakeLogCollector _log = new();
    private SubscribeEvents _events = null!;

    private ICreditLedger Ledger => (ICreditLedger)_store.Ledger;

    public async Task InitializeAsync()
    {
        await _store.OpenAsync(_settings, TimeProvider.System);
        // Signed over their content, so that they are believed.
        _settings.Apps["shop"].Mode = PushMode.Secure;
        var known = new KnownTemplates(
            _list, Catalogs.From(_settings), TimeProvider.System, NullLogger<KnownTemplates>.Instance);
        _events = new SubscribeEvents(Ledger, Catalogs.From(_settings), known, new FakeLogger<SubscribeEvents>(_log));
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Theory]
    [InlineData("popup-array-of-one.json")]
    [InlineData("popup-array-of-one.xml")]
    [InlineData("popup-object.json")]
    [InlineData("popup-object.xml")]
    [InlineData("popup-of-two.json")]
    [InlineData("popup-of-two.xml")]
    public async Task Popup_CountsWhatWasAccepted_AndOnceHoweverOftenItIsHandled(string file)
    {
        var message = Read(file);
        await ObserveAsync(message, "push 1");
        await ObserveAsync(message, "push 1");

        var accepted = message["List.0.TemplateId"]!;
        (await PermitsAsync(message, accepted)).Usable.ShouldBe(1);
        (await TotalsAsync()).Templates.Select(template => template.TemplateId).ShouldBe([accepted]);
    }

    [Theory]
    [InlineData("popup-of-two.json")]
    [InlineData("popup-of-two.xml")]
    public async Task Popup_WithAReject_ChangesNothingOfThatTemplate(string file)
    {
        var message = Read(file);
        await AcceptAsync(message, Two, 2);
        await ObserveAsync(message);

        (await PermitsAsync(message, One)).Usable.ShouldBe(1);
        (await PermitsAsync(message, Two)).Usable.ShouldBe(2);
    }

    [Theory]
    [InlineData("change-array-of-one.json")]
    [InlineData("change-array-of-one.xml")]
    [InlineData("change.json")]
    [InlineData("change.xml")]
    public async Task Change_BurnsEveryPermitOfThatTemplate(string file)
    {
        var message = Read(file);
        var template = message["List.0.TemplateId"]!;
        await AcceptAsync(message, template, 3);
        await AcceptAsync(message, "another", 1);
        await ObserveAsync(message);

        (await PermitsAsync(message, template)).Usable.ShouldBe(0);
        (await PermitsAsync(message, "another")).Usable.ShouldBe(1);
    }

    [Theory]
    [InlineData("sent.json")]
    [InlineData("sent.xml")]
    [InlineData("sent-object.json")]
    [InlineData("sent-object.xml")]
    public async Task Sent_WithoutAnError_ChangesNothing(string file)
    {
        await ObserveAsync(Read(file));

        (await TotalsAsync()).Templates.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sent.json", "\"ErrorCode\":\"0\"", "\"ErrorCode\":\"1001\"")]
    [InlineData("sent.xml", "<ErrorCode>0<", "<ErrorCode>1001<")]
    [InlineData("sent-object.json", "\"ErrorCode\":\"0\"", "\"ErrorCode\":1001")]
    [InlineData("sent-object.xml", "<ErrorCode>0<", "<ErrorCode>1001<")]
    public async Task Sent_WithAnError_MarksTheSend_AndTheCreditStaysSpent(string file, string from, string to)
    {
        var message = Read(file, from, to);
        var template = message["List.0.TemplateId"]!;
        await AcceptAsync(message, template, 2);
        await ObserveAsync(message, "push 1");
        await ObserveAsync(message, "push 1");

        (await PermitsAsync(message, template)).ShouldBe(new PermitBalance(2, 0, false, 0, 1));
    }

    [Theory]
    [InlineData("accept", 1)]
    [InlineData("acceptWithAudio", 1)]
    [InlineData("acceptWithAlert", 1)]
    [InlineData("reject", 0)]
    [InlineData("ban", 0)]
    [InlineData("filter", 0)]
    [InlineData("", 0)]
    [InlineData("ACCEPT", 0)]
    public async Task Popup_OnlyTheWordsOfAnAccept_Count(string word, int usable)
    {
        var message = Read("popup-object.json", "\"accept\"", $"\"{word}\"");
        await ObserveAsync(message);

        (await PermitsAsync(message, message["List.0.TemplateId"]!)).Usable.ShouldBe(usable);
    }

    [Theory]
    [InlineData("""{"List":[]}""")]
    [InlineData("""{"List":{}}""")]
    [InlineData("""{"List":""}""")]
    [InlineData("""{"List":[{"TemplateId":"","SubscribeStatusString":"accept"}]}""")]
    [InlineData("""{"List":[null,{"SubscribeStatusString":"accept"},{"TemplateId":"t"}]}""")]
    [InlineData("{}")]
    public async Task Empties_AreIgnored(string fields)
    {
        foreach (var name in new[] { "popup", "change", "sent" })
        {
            var head = $$"""{"MsgType":"event","Event":"subscribe_msg_{{name}}_event","FromUserName":"oUser",""";
            await ObserveAsync(ReadJson((head + fields[1..]).Replace(",}", "}")));
        }

        (await TotalsAsync()).Templates.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"List":*}""")]
    [InlineData("""{"List":[*]}""")]
    [InlineData("""[{"List":*},{"List":[]}]""")]
    public async Task Wrapped_AnAcceptCounts_AndARejectIsObeyed(string wrapper)
    {
        const string head = """{"ToUserName":"gh_1","FromUserName":"oB","CreateTime":"1620963428","MsgType":"event","Event":"subscribe_msg_""";
        var popup = ReadJson(head + "popup_event\",\"SubscribeMsgPopupEvent\":"
            + wrapper.Replace("*", """{"TemplateId":"TPL1","SubscribeStatusString":"accept","PopupScene":"2"}""") + "}");
        var change = ReadJson(head + "change_event\",\"SubscribeMsgChangeEvent\":"
            + wrapper.Replace("*", """{"TemplateId":"TPL1","SubscribeStatusString":"reject"}""") + "}");

        await ObserveAsync(popup, "push 1");
        (await PermitsAsync(popup, "TPL1")).Usable.ShouldBe(1);
        await ObserveAsync(change, "push 2");
        (await PermitsAsync(popup, "TPL1")).Usable.ShouldBe(0);
        _log.GetSnapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task Event_WithoutAReadableList_IsWarnedAboutInPowersOfTwo()
    {
        var popup = ReadJson("""{"MsgType":"event","Event":"subscribe_msg_popup_event","FromUserName":"oUser","Other":{"TemplateId":"T"}}""");
        for (var i = 0; i < 9; i++)
            await ObserveAsync(popup);

        _log.Lines.ShouldBe(
            from count in (int[])[1, 2, 4, 8]
            select $"Warning: shop: the event subscribe_msg_popup_event names no template in its List, so no credit was changed ({count} so far). "
                + "Its raw body is in the admin API; a rule with this Event can forward it.");
    }

    [Fact]
    public async Task AnEventOfNone_IsIgnored()
    {
        await ObserveAsync(Read("popup-object.json", "\"FromUserName\":\"o7esq5OI1Uej6Xixw1lA2H7XDVbc\",", ""));

        (await TotalsAsync()).Templates.ShouldBeEmpty();
    }

    [Fact]
    public async Task CountFromClient_LeavesAcceptsToTheClient_ButNotRejects()
    {
        _settings.Apps["shop"].Credits.CountFrom = CreditSource.Client;
        var (popup, change) = (Read("popup-of-two.json"), Read("change.json"));
        await ObserveAsync(popup, "push 1");
        (await TotalsAsync()).Templates.ShouldBeEmpty();

        await AcceptAsync(change, One, 2);
        await ObserveAsync(change, "push 2");
        (await PermitsAsync(change, One)).Usable.ShouldBe(0);
    }

    [Theory]
    [InlineData(PushHosting.DeveloperServer, PushMode.Plaintext, false)]
    [InlineData(PushHosting.CloudHosting, PushMode.Plaintext, false)]
    [InlineData(PushHosting.CloudHosting, PushMode.Secure, false)]
    [InlineData(PushHosting.CloudFunction, PushMode.Plaintext, true)]
    [InlineData(PushHosting.DeveloperServer, PushMode.Compatible, true)]
    [InlineData(PushHosting.DeveloperServer, PushMode.Secure, true)]
    public async Task Popup_ThatCanBeForged_CountsForListedTemplatesOnly(PushHosting hosting, PushMode mode, bool isBelieved)
    {
        (_settings.Apps["shop"].Hosting, _settings.Apps["shop"].Mode) = (hosting, mode);
        var message = Read("popup-object.json");
        var failed = Read("sent.json", "\"ErrorCode\":\"0\"", "\"ErrorCode\":\"1001\"");

        await ObserveAsync(message);
        await ObserveAsync(failed);
        (await TotalsAsync()).Templates.Any().ShouldBe(isBelieved);

        _settings.Apps["shop"].Credits.Templates = [message["List.0.TemplateId"]!];
        await ObserveAsync(message);
        (await PermitsAsync(message, message["List.0.TemplateId"]!)).Usable.ShouldBe(isBelieved ? 2 : 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ab\u0000")]
    public async Task Popup_OfWhatIsNoTemplateId_CountsNothing(string template)
    {
        var read = Read("popup-object.json");
        var text = Encoding.UTF8.GetString(RecordedPayloads.Read("Subscriptions/popup-object.json"))
            .Replace(read["List.0.TemplateId"]!, System.Text.Json.JsonEncodedText.Encode(template).ToString());
        await ObserveAsync(ReadJson(text));

        (await TotalsAsync()).Templates.ShouldBeEmpty();
    }

    [Fact]
    public async Task Popup_OfALongTermTemplate_IsAPermitThatStays()
    {
        _settings.Apps["shop"].Credits.LongTermTemplates = [One];
        var message = Read("popup-of-two.xml");
        await ObserveAsync(message, "push 1");
        await ObserveAsync(message, "push 2");

        (await PermitsAsync(message, One)).ShouldBe(new PermitBalance(1, 0, true, 0, 0));
    }

    private static PushMessage Read(string file, string from = "", string to = "")
    {
        var text = Encoding.UTF8.GetString(RecordedPayloads.Read($"Subscriptions/{file}"));
        if (from.Length > 0)
        {
            text.ShouldContain(from);
            text = text.Replace(from, to);
        }

        return ReadJson(text);
    }

    private static PushMessage ReadJson(string text)
    {
        PushReader.Read(Encoding.UTF8.GetBytes(text), out var message).ShouldBe(ReadOutcome.Ok);
        return message;
    }

    private async Task ObserveAsync(PushMessage message, string? id = null) =>
        await _events.ObserveAsync(new ObservedPush(id ?? Guid.NewGuid().ToString("N"), "shop", message), default);

    private async Task AcceptAsync(PushMessage message, string template, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Ledger.NoteAsync(
                "shop", message.FromUserName!, $"{template} {i}", [new(template, PermitEvent.Accepted)], default);
        }
    }

    private async Task<PermitBalance> PermitsAsync(PushMessage message, string template) =>
        (await Ledger.GetBalanceAsync("shop", message.FromUserName!, default)).Subscribe.GetValueOrDefault(template)
        ?? new(0, 0, false, 0, 0);

    private async Task<CreditTotals> TotalsAsync() => await Ledger.GetTotalsAsync("shop", default);
}
