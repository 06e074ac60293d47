using System.Text;
using WeChatPush.TestSupport;

namespace WeChatPush.Protocol.Tests.Messages;

/// <summary>Short ways to a push.</summary>
internal static class Pushes
{
    public const string Text =
        """{"ToUserName":"gh_1","FromUserName":"o_1","CreateTime":1,"MsgType":"text","Content":"hi","MsgId":7}""";

    public static PushMessage Recorded(string file)
    {
        PushReader.Read(RecordedPayloads.Read(file), out var message).ShouldBe(ReadOutcome.Ok, file);
        return message;
    }

    public static PushMessage Read(string body)
    {
        PushReader.Read(Encoding.UTF8.GetBytes(body), out var message).ShouldBe(ReadOutcome.Ok, body);
        return message;
    }

    public static PushHeader Header(string body)
    {
        PushReader.ReadHeader(Encoding.UTF8.GetBytes(body), out var header).ShouldBe(ReadOutcome.Ok, body);
        return header;
    }

    public static ReadOutcome Outcome(string body) => Outcome(Encoding.UTF8.GetBytes(body));

    /// <summary>The outcome, which both ways of reading have to agree on.</summary>
    public static ReadOutcome Outcome(byte[] body)
    {
        var outcome = PushReader.ReadHeader(body, out _);
        PushReader.Read(body, out _).ShouldBe(outcome);
        return outcome;
    }

    /// <summary>The unified form of an XML push with these fields.</summary>
    public static string Unified(string fields) => Read($"<xml>{fields}</xml>").Json.GetRawText();
}
