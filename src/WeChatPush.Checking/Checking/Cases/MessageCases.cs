using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>Everything WeChat may say. The unknown must be accepted too: new events come without notice.</summary>
internal static class MessageCases
{
    private const string NotServed = "The user reads that the service is out of order, and WeChat pushes it again.";
    private const string NewKinds = "WeChat adds events without notice; each would fail until the code is changed.";

    public static IEnumerable<CheckCase> For(PushFormat format) =>
    [
        Accept("text", NotServed, builder => builder.Text("你好")),
        Accept("image", NotServed, builder => builder.Image("http://mmbiz.qpic.cn/check/0", "media-id")),
        Accept("mini-program card", NotServed, builder => builder.MiniProgramPage("标题", "pages/index?id=1")),
        Accept("entering the session", NotServed, builder => builder.EnterSession("from=card")),
        Accept("debug_demo, the console's test push", "The console's own test tool reports a failure.",
            builder => builder.Event("debug_demo", ("debug_str", "hello world"))),
        Accept("unknown event", NewKinds, builder => builder.Event("simulator_event_of_tomorrow", ("Any", "thing"))),
        Accept("unknown MsgType", NewKinds, builder => builder.OfType("hologram", "?")),
        Accept("List with one item", "In JSON a list of one is an object, not an array: a fixed type fails on it.",
            builder => builder.SubscribePopup(("template-a", "accept"))),
        Accept("List with two items", "In JSON a list of two is an array, in XML a repeated element.",
            builder => builder.SubscribePopup(("template-a", "accept"), ("template-b", "reject"))),
        Accept("MsgId of 64 bits", "Read as a 32-bit or floating-point number it overflows, or two ids become one.",
            builder => builder.Text("1"), msgId: long.MaxValue - Random.Shared.Next()),
        Accept("MsgId as text", "Cloud functions get ids that are no numbers; a numeric type fails on them.",
            builder => builder.Text("1"), msgId: $"49d72d67b16d115e7935ac386f2f0fa4_{Random.Shared.Next()}"),
        Accept("CreateTime beyond 2038", "32-bit seconds overflow.",
            builder => builder.Text("1"), createTime: 12_344_555_555),
        Accept("text with ]]>", "The XML is read up to the first ]]>, or a reply with it breaks.",
            builder => builder.Text("a ]]> b <![CDATA[ c")),
        Accept("text with emoji", "Four-byte characters break a database or a length check.",
            builder => builder.Text("😀👨‍👩‍👧")),
        Accept("text with U+0008", "Strict XML parsers reject control characters, but users send them.",
            builder => builder.Text("a\bb")),
        Accept("text with quotes and angle brackets", NotServed,
            builder => builder.Text("<script>\"'&amp;\\</script>")),
        Accept("empty text", "Fields may be empty.", builder => builder.Text("")),
        Accept("long text", NotServed, builder => builder.Text(new string('长', 2000))),
    ];

    private static CheckCase Accept(
        string name, string why, Func<PushBuilder, PushPayload> build, object? msgId = null, long? createTime = null) =>
        new(name, "success", why, (context, token) =>
        {
            var fresh = context.Builder;
            var builder = msgId is null && createTime is null ? fresh : fresh.WithIds(msgId, createTime);
            return context.AcceptedAsync(build(builder), token);
        });
}
