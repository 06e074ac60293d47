using System.Text.Json;
using WeChatPush.TestSupport;

namespace WeChatPush.Protocol.Tests.Messages;

public sealed class RecordedPayloadTests
{
    private const string Unquoted = "JSON writes a number that XML cannot tell from text";
    private const string ListOfOne = "JSON has a list of one, XML its only item, and the next push the reverse";
    private const string Named = "the event has another name in JSON";

    private static readonly Dictionary<string, string> NotToTheLetter = new()
    {
        ["Subscriptions/popup-array-of-one"] = ListOfOne,
        ["Subscriptions/change-array-of-one"] = ListOfOne,
        ["Notices/complaint_callback"] = Named,
        ["Notices/wxa_punish_event-of-functions"] = ListOfOne,
        ["VirtualPayment/minigame_coin_deliver_completed"] = Unquoted,
    };

    public static TheoryData<string> Files => [.. RecordedPayloads.Files];

    public static TheoryData<string> Pushes => [.. RecordedPayloads.Pushes];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_WhenRecorded_KeepsTheOriginalAndItsEnvelope(string file)
    {
        var body = RecordedPayloads.Read(file);

        PushReader.ReadHeader(body, out var header).ShouldBe(ReadOutcome.Ok);
        PushReader.Read(body, out var message).ShouldBe(ReadOutcome.Ok);

        message.Header.ShouldBe(header);
        message.Raw.ToArray().ShouldBe(body);
        message.Format.ShouldBe(RecordedPayloads.IsXml(file) ? PushFormat.Xml : PushFormat.Json);
        (message["MsgType"] ?? "").ShouldBe(message.MsgType);
        (message["FromUserName"] ?? "").ShouldBe(message.FromUserName ?? "");
        message["MsgId"].ShouldBe(message.MsgId);
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public void Read_WhenXmlAndJsonAreOnePush_GivesOneDocument(string push)
    {
        var xml = Messages.Pushes.Recorded(push + ".xml").Json;
        var json = Messages.Pushes.Recorded(push + ".json").Json;

        JsonElement.DeepEquals(xml, json).ShouldBe(!NotToTheLetter.ContainsKey(push), $"{xml}\n{json}");
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public void Read_WhenXmlAndJsonAreOnePush_GivesTheSameFields(string push)
    {
        var xml = Messages.Pushes.Recorded(push + ".xml").Json;
        var json = Messages.Pushes.Recorded(push + ".json").Json;

        if (NotToTheLetter.GetValueOrDefault(push) != Named)
            CanonicalText.From(xml).ShouldBe(CanonicalText.From(json));
    }

    [Fact]
    public void Files_WhenCounted_AreThereInBothFormats()
    {
        RecordedPayloads.Files.Count.ShouldBe(2 * RecordedPayloads.Pushes.Count);
        RecordedPayloads.Pushes.Count.ShouldBeGreaterThan(90);
    }
}
