using System.Text;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using WeChatPush.Apps;
using WeChatPush.Handling.Rules;
using WeChatPush.Protocol;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling.Rules;

/// <summary>Patterns are the operator's and contents a stranger's: together they have one budget for a push.</summary>
public sealed class RuleBookTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogCollector _log = new();

    [Fact]
    public void Patterns_BeyondTheBudget_AreNotTried_AndRulesWithoutOneAre()
    {
        // The time passes at each look at the clock: the patterns begin after 30, 60, 90 and 120 ms, and not after 150.
        _time.AutoAdvanceAmount = RuleBook.MatchBudget * 0.12;
        var book = new RuleBook(_time, new FakeLogger<RuleBook>(_log));
        var app = App("no", "no", "no", "no", "hi", null);

        book.Find(app, Text("hi")).ShouldNotBeNull().Name.ShouldBe("Rules:5");
        _log.Lines.ShouldHaveSingleItem().ShouldStartWith("Warning: shop: the Content pattern of Rules:4 took too long");
        book.Find(App("no", "no", "no", "hi"), Text("hi")).ShouldNotBeNull().Name.ShouldBe("Rules:3");
    }

    [Fact]
    public void Patterns_ThatTakeTooLong_AreLoggedInPowersOfTwo()
    {
        _time.AutoAdvanceAmount = RuleBook.MatchBudget;
        var book = new RuleBook(_time, new FakeLogger<RuleBook>(_log));
        var app = App("hi");

        for (var i = 0; i < 9; i++)
            book.Find(app, Text("hi")).ShouldBeNull();

        _log.Lines.Select(line => line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..][..1]).ShouldBe(["1", "2", "4", "8"]);
    }

    [Fact]
    public void Pattern_HasTimeWithinTheBudget() => (2 * RulePattern.Timeout).ShouldBeLessThanOrEqualTo(RuleBook.MatchBudget);

    private static App App(params string?[] patterns)
    {
        var settings = new WeChatPushOptions { Apps = { ["shop"] = new AppOptions() } };
        foreach (var pattern in patterns)
            settings.Apps["shop"].Rules.Add(new RuleOptions { Content = pattern, ReplyBody = "success" });
        return Catalogs.From(settings).Find("shop").ShouldNotBeNull();
    }

    private static PushMessage Text(string content)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"MsgType":"text","FromUserName":"o","Content":"{{content}}","MsgId":1}""");
        PushReader.Read(body, out var message).ShouldBe(ReadOutcome.Ok);
        return message;
    }
}
