using System.Text;
using WeChatPush.TestSupport;

namespace WeChatPush.Protocol.Tests.Identity;

/// <summary>
/// Stores keep identities for days, so a later version must make the same of the same push: <c>StoredIdentities.txt</c> has
/// what was made first. A line is added for a new payload, and none is ever changed.
/// </summary>
public sealed class StoredIdentityTests
{
    private static readonly string Many = new('长', 700);

    private static readonly (string Name, string Body)[] Written =
    [
        ("no event name", """{"FromUserName":"oA","CreateTime":7,"MsgType":"event"}"""),
        ("unknown event", """{"FromUserName":"oA","CreateTime":7,"MsgType":"event","Event":"made_up","b":1,"a":"x"}"""),
        ("its fields in another order", """{"MsgType":"event","a":"x","Event":"made_up","CreateTime":7,"b":1,"FromUserName":"oA"}"""),
        ("of another second", """{"FromUserName":"oA","CreateTime":8,"MsgType":"event","Event":"made_up","b":1,"a":"x"}"""),
        ("of another user", """{"FromUserName":"oB","CreateTime":7,"MsgType":"event","Event":"made_up","b":1,"a":"x"}"""),
        ("with a list", """{"FromUserName":"oA","CreateTime":7,"MsgType":"event","Event":"made_up","l":[{"k":"1"},{"k":"2"}]}"""),
        ("with a flat list", """{"FromUserName":"oA","CreateTime":7,"MsgType":"event","Event":"made_up","l":["1","2"],"m":[]}"""),
        ("with a list of one", """{"FromUserName":"oA","CreateTime":7,"MsgType":"event","Event":"made_up","l":["1"]}"""),
        ("with null", """{"FromUserName":"oA","CreateTime":7,"MsgType":"event","Event":"made_up","n":null}"""),
        ("without a type", """{"FromUserName":"oA","CreateTime":7,"whatever":"1"}"""),
        ("message without an id", """{"FromUserName":"oA","CreateTime":7,"MsgType":"text","Content":"hi"}"""),
        ("message with id 0", """{"FromUserName":"oA","CreateTime":7,"MsgType":"TEXT","Content":"hi","MsgId":0}"""),
        ("long content", $$"""{"FromUserName":"oA","CreateTime":7,"MsgType":"text","Content":"{{Many}}"}"""),
        ("long session", $$"""{"FromUserName":"oA","CreateTime":7,"MsgType":"event","Event":"user_enter_tempsession","SessionFrom":"{{Many}}"}"""),
        ("voip room", """{"FromUserName":"oA","CreateTime":7,"MsgType":"event","Event":"iot_voip_notify","RoomId":"r1"}"""),
        ("coins paid", """{"FromUserName":"wx","CreateTime":7,"MsgType":"event","Event":"xpay_coin_pay_notify","OutTradeNo":"t1","OpenId":"oA"}"""),
        ("user field in lower case", """{"FromUserName":"wx","CreateTime":7,"MsgType":"event","Event":"made_up","open_id":"oC"}"""),
        ("audit by wildcard", """{"FromUserName":"oA","CreateTime":7,"MsgType":"event","Event":"weapp_audit_fail","FailTime":"9"}"""),
        ("trade by wildcard", """{"FromUserName":"oA","CreateTime":7,"MsgType":"event","Event":"trade_manage_made_up","merchant_trade_no":"m1"}"""),
        ("event with a space", """{"FromUserName":"oA","CreateTime":7,"MsgType":"event","Event":"Made Up"}"""),
    ];

    public static TheoryData<string> Pushes => [.. RecordedPayloads.Files, .. Written.Select(push => push.Name)];

    private static Dictionary<string, string> Stored => File.ReadLines(
            Path.Combine(AppContext.BaseDirectory, "Identity", "StoredIdentities.txt"))
        .Select(line => line.Split(" = ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Pushes))]
    public void Identity_OfAPush_IsTheOneThatStoresHold(string push)
    {
        var body = Body(push);

        var identity = Describe(Identities.From(body));

        Stored.GetValueOrDefault(push).ShouldBe(identity, $"\"{push} = {identity}\" is new: if the push is, add the line.");
        PushContent.Read(body, out var content).ShouldBe(ReadOutcome.Ok);
        Describe(PushIdentity.From(Identities.AppId, content!)).ShouldBe(identity, "a push that was read once is known the same way");
    }

    [Fact]
    public void From_WithoutAPush_NamesWhatIsMissing() =>
        Should.Throw<ArgumentNullException>(() => PushIdentity.From(Identities.AppId, null!)).ParamName.ShouldBe("push");

    private static byte[] Body(string push) =>
        Written.FirstOrDefault(one => one.Name == push).Body is { } body ? Encoding.UTF8.GetBytes(body) : RecordedPayloads.Read(push);

    private static string Describe(PushIdentity identity) =>
        $"{identity.Key} {identity.User ?? "-"} {(identity.IsMessage ? "message" : "event")}";
}
