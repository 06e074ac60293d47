using System.Text.Json.Nodes;
using WeChatPush.TestSupport;

namespace WeChatPush.Protocol.Tests.Identity;

public sealed class PushIdentityTests
{
    public static TheoryData<string> Pushes => [.. RecordedPayloads.Pushes];

    [Theory]
    [MemberData(nameof(Pushes))]
    public void Of_WhenXmlAndJsonAreOnePush_IsOneIdentity(string push)
    {
        Identities.OfRecorded(push + ".xml").ShouldBe(Identities.OfRecorded(push + ".json"));
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public void Of_WhenAnotherApp_IsAnotherKey(string push)
    {
        Identities.OfRecorded(push + ".xml", "wx2").Key.ShouldNotBe(Identities.OfRecorded(push + ".xml", "wx1").Key);
    }

    [Fact]
    public void Of_WhenEventsDiffer_IsADifferentKeyForEach()
    {
        // WeChat's samples of messages all carry one MsgId, so only events can be compared.
        var events = RecordedPayloads.Pushes.Where(push => !push.StartsWith("Messages/", StringComparison.Ordinal));

        // One pop-up is recorded in both shapes of its list.
        events.Except(["Subscriptions/popup-object"])
            .GroupBy(push => Identities.OfRecorded(push + ".json").Key)
            .Where(group => group.Count() > 1)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Of_WhenMessage_IsMsgIdOfItsSender()
    {
        var first = Identities.From(Messages.Pushes.Text);

        first.User.ShouldBe("o_1");
        first.IsMessage.ShouldBeTrue();
        Identities.From(Messages.Pushes.Text.Replace("hi", "changed")).ShouldBe(first);
        Identities.From(Messages.Pushes.Text.Replace("\"CreateTime\":1", "\"CreateTime\":2")).ShouldBe(first);
        Identities.From(Messages.Pushes.Text.Replace("\"MsgId\":7", "\"MsgId\":\"7\"")).ShouldBe(first);
        Identities.From(Messages.Pushes.Text.Replace("\"MsgId\":7", "\"MsgId\":8")).Key.ShouldNotBe(first.Key);
        Identities.From(Messages.Pushes.Text.Replace("o_1", "o_2")).Key.ShouldNotBe(first.Key);
    }

    [Fact]
    public void Of_WhenFieldsTouch_DoesNotRunThemTogether()
    {
        Identities.From("""{"MsgType":"text","FromUserName":"a1","MsgId":"2"}""").Key
            .ShouldNotBe(Identities.From("""{"MsgType":"text","FromUserName":"a","MsgId":"12"}""").Key);
        Identities.From("""{"MsgType":"text","MsgId":"2"}""", "a").Key
            .ShouldNotBe(Identities.From("""{"MsgType":"text","FromUserName":"a","MsgId":"2"}""", "").Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"MsgId\":0")]
    [InlineData(",\"MsgId\":\"\"")]
    public void Of_WhenMessageHasNoMsgId_IsAllItsFields(string id)
    {
        const string body = """{"MsgType":"text","FromUserName":"o","CreateTime":1,"Content":"a"*}""";
        var first = Identities.From(body.Replace("*", id));

        first.IsMessage.ShouldBeTrue();
        Identities.From(body.Replace("*", id)).ShouldBe(first);
        Identities.From(body.Replace("*", id).Replace("\"a\"", "\"b\"")).Key.ShouldNotBe(first.Key);
        Identities.From(body.Replace("*", id).Replace(":1,", ":2,")).Key.ShouldNotBe(first.Key);
    }

    [Fact]
    public void Of_WhenEventIsUnknown_IsAllItsFieldsInAnyOrder()
    {
        var first = Identities.From(
            """{"FromUserName":"o","CreateTime":1,"MsgType":"event","Event":"new_one","a":1,"b":{"c":"x","d":[2]}}""");

        first.ShouldSatisfyAllConditions(
            identity => identity.User.ShouldBe("o"),
            identity => identity.IsMessage.ShouldBeFalse());
        Identities.From(
            """{"b":{"d":2,"c":"x"},"a":"1","Event":"NEW_ONE","MsgType":"Event","CreateTime":"1","FromUserName":"o"}""")
            .ShouldBe(first);
    }

    [Theory]
    [InlineData("FromUserName", "o2")]
    [InlineData("CreateTime", "2")]
    [InlineData("Event", "other_one")]
    [InlineData("a", "2")]
    [InlineData("b", "x")]
    public void Of_WhenTwoUnknownEventsDifferInOneField_AreTwo(string field, string value)
    {
        const string body =
            """{"FromUserName":"o","CreateTime":1,"MsgType":"event","Event":"new_one","a":1,"RetryTimes":0}""";
        var changed = JsonNode.Parse(body)!;
        changed[field] = value;

        Identities.From(changed.ToJsonString()).Key.ShouldNotBe(Identities.From(body).Key);
    }

    [Theory]
    [InlineData("RetryTimes", "5")]
    [InlineData("retrytimes", "5")]
    [InlineData("Encrypt", "AAAA")]
    public void Of_WhenOnlyWhatChangesFromTryToTryDiffers_IsOne(string field, string value)
    {
        const string body = """{"FromUserName":"o","CreateTime":1,"MsgType":"event","Event":"new_one","a":1}""";
        var changed = JsonNode.Parse(body)!;
        changed[field] = value;

        Identities.From(changed.ToJsonString()).ShouldBe(Identities.From(body));
    }

    [Fact]
    public void Of_WhenNoticeHasNoMsgType_StillHasAKey()
    {
        Identities.OfRecorded("ThirdParty/component_verify_ticket.xml").ShouldSatisfyAllConditions(
            identity => identity.Key.ShouldNotBe(default),
            identity => identity.User.ShouldBeNull(),
            identity => identity.IsMessage.ShouldBeFalse());
    }

    [Fact]
    public void Of_WhenMessage_NeitherReadsTheBodyNorAllocates()
    {
        PushReader.ReadHeader(RecordedPayloads.Read("Messages/text.xml"), out var header);
        PushIdentity.From(Identities.AppId, header, default);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var identity = PushIdentity.From(Identities.AppId, header, default);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        identity.Key.ShouldNotBe(default);
    }

    [Fact]
    public void Of_WhenFieldsAreLong_StillHashesThemAll()
    {
        var user = new string('o', 5000);

        Identities.From($$"""{"MsgType":"text","FromUserName":"{{user}}a","MsgId":1}""").Key
            .ShouldNotBe(Identities.From($$"""{"MsgType":"text","FromUserName":"{{user}}b","MsgId":1}""").Key);
    }
}
