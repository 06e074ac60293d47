using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WeChatPush.Handling.Rules;
using WeChatPush.Protocol;

namespace WeChatPush.Engine.Tests.Handling.Rules;

/// <summary>What the table says of a kind of push holds for every push of that kind.</summary>
public sealed class AnswerTableTests
{
    private static readonly string?[] MsgTypes = [null, "text", "image", "event"];
    private static readonly string?[] Events = [null, "subscribe_msg_popup_event", "some event", "xpay_goods_deliver_notify"];
    private static readonly string?[] Contents = [null, "^帮助$", "help"];

    [Fact]
    public void Find_SaysWhatTheFirstMatchingRuleSays_OrThatTheContentDecides() =>
        Prop.ForAll(
            Rules().ListOf(4).ToArbitrary(),
            Pushes().ListOf(8).ToArbitrary(),
            (rules, pushes) =>
            {
                var compiled = rules.Select((rule, i) => new Rule(i, rule)).ToArray();
                var table = new AnswerTable(compiled);
                foreach (var push in pushes)
                {
                    foreach (var otherwise in new[] { false, true })
                    {
                        var answers = compiled.FirstOrDefault(rule => rule.FindMismatch(push) is null)?.Handler.Answers ?? otherwise;
                        switch (table.Find(push.MsgType, push.Event, otherwise))
                        {
                            case AnswerNeed.Yes:
                                answers.ShouldBeTrue();
                                break;
                            case AnswerNeed.No:
                                answers.ShouldBeFalse();
                                break;
                            default:
                                compiled.ShouldContain(rule => rule.DependsOnContent);
                                break;
                        }
                    }
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Find_WhenNoRuleThatMayMatchAnswers_NeverAsksForTheContent()
    {
        var table = Table(
            new() { MsgType = "text", Content = "^帮助$", Send = new() { Text = "营业时间" } },
            new() { Event = "some_event", ReplyBody = "{}" });

        table.Find("text", null, otherwise: false).ShouldBe(AnswerNeed.No);
        table.Find("image", null, otherwise: false).ShouldBe(AnswerNeed.No);
        table.Find("event", "some event", otherwise: false).ShouldBe(AnswerNeed.Yes);
        table.Find("event", "another", otherwise: true).ShouldBe(AnswerNeed.Yes);
    }

    [Fact]
    public void Find_WhenAPatternDecidesBetweenRulesThatAnswerAndThatDoNot_AsksForTheContent() =>
        Table(
            new() { MsgType = "text", Content = "^人工$", ReplyBody = "{}" },
            new() { MsgType = "text", Send = new() { Text = "收到" } })
        .Find("text", null, otherwise: false).ShouldBe(AnswerNeed.ByContent);

    [Fact]
    public void Find_WhenTwoPatternsLeadToRulesThatDoNotAnswer_StillAsksForTheContent() =>
        Table(
            new() { MsgType = "text", Content = "^帮助$", Send = new() { Text = "营业时间" } },
            new() { MsgType = "text", Content = "^时间$", Send = new() { Text = "营业时间" } },
            new() { MsgType = "text", ReplyBody = "{}" })
        .Find("text", null, otherwise: false).ShouldBe(AnswerNeed.ByContent);

    private static AnswerTable Table(params RuleOptions[] rules) => new([.. rules.Select((rule, i) => new Rule(i, rule))]);

    private static Gen<RuleOptions> Rules() =>
        from msgType in Gen.Elements(MsgTypes)
        from @event in Gen.Elements(Events)
        from content in Gen.Elements(Contents)
        from action in Gen.Choose(0, 2)
        select new RuleOptions
        {
            MsgType = msgType,
            Event = @event,
            Content = content,
            Send = action == 0 ? new SendRuleOptions { Text = "收到" } : null,
            ReplyBody = action == 1 ? "{}" : null,
            TransferToCustomerService = action == 2,
        };

    private static Gen<PushMessage> Pushes() =>
        from msgType in Gen.Elements("text", "image", "EVENT", "voice")
        from @event in Gen.Elements("some_event", "subscribe_msg_popup_event", "xpay_goods_deliver_notify", "another")
        from content in Gen.Elements("帮助", "help me", "")
        select Read(msgType, @event, content);

    private static PushMessage Read(string msgType, string @event, string content)
    {
        var body = msgType == "EVENT"
            ? $$"""{"ToUserName":"gh_1","FromUserName":"o1","CreateTime":1,"MsgType":"event","Event":"{{@event}}"}"""
            : $$"""{"ToUserName":"gh_1","FromUserName":"o1","CreateTime":1,"MsgType":"{{msgType}}","MsgId":"7","Content":"{{content}}"}""";
        PushReader.Read(Encoding.UTF8.GetBytes(body), out var message).ShouldBe(ReadOutcome.Ok);
        return message;
    }
}
