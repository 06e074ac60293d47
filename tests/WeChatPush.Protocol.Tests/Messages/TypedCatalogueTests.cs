using System.Text.Json.Nodes;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.Protocol.Tests.Messages;

/// <summary>Every recorded push reads as its record, with nothing lost.</summary>
public sealed class TypedCatalogueTests(ITestOutputHelper output)
{
    // These say which record it is, or are the outer, untrusted copy of what was decrypted.
    private static readonly string[] NotInRecords = [".MsgType", ".Event", ".Encrypt"];

    public static TheoryData<string> Pushes =>
        [.. RecordedPayloads.Pushes.Where(push => !push.StartsWith("CloudHosting/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pushes))]
    public void Read_WhenAFieldHasAnotherValue_TheRecordHasItToo(string push)
    {
        var json = Messages.Pushes.Recorded(push + ".json").Json.GetRawText();
        var info = Info(JsonLeaves.Read(json));
        var number = 7_000_000;

        var lost = new JsonLeaves(json).All()
            .Where(leaf => !NotInRecords.Contains(leaf.Path))
            .Where(leaf => !Dump(info, leaf.With(++number)).Any(value => value.EndsWith($"={number}", default)))
            .Where(leaf => leaf.IsEmbedded || Dump(info, leaf.With(0)).SequenceEqual(Dump(info, leaf.With(1))))
            .Select(leaf => leaf.Path);

        lost.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public void Read_WhenXmlAndJsonAreOnePush_GivesOneRecord(string push)
    {
        var xml = Messages.Pushes.Recorded(push + ".xml");
        var json = Messages.Pushes.Recorded(push + ".json");

        RecordDump.From(Info(xml).Read(xml)).ShouldBe(RecordDump.From(Info(json).Read(json)));
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public void Read_WhenAFieldIsOdd_NeverThrows(string push)
    {
        var json = Messages.Pushes.Recorded(push + ".json").Json.GetRawText();
        var info = Info(JsonLeaves.Read(json));
        string[] odd =
        [
            "null", "[]", "{}", "\"x\"", "-1.5e400", "true", "[[],{},1,\"y\"]", """{"a":{"a":[]}}""", "\"{\\\"a\\\":\"",
        ];

        foreach (var leaf in new JsonLeaves(json).All())
        {
            foreach (var value in odd)
                Should.NotThrow(() => Dump(info, leaf.With(JsonNode.Parse(value))), $"{leaf.Path}={value}");
        }
    }

    [Fact]
    public void Read_WhenThePushIsOfAnotherKind_NeverThrows()
    {
        var messages = RecordedPayloads.Files.Select(Messages.Pushes.Recorded).ToList();

        foreach (var info in PushCatalogue.All)
            messages.ForEach(message => info.Read(message).ShouldBeOfType(info.Type));

        output.WriteLine($"{messages.Count} recorded pushes, {PushCatalogue.All.Count} kinds");
    }

    private static PushInfo Info(PushMessage message) => PushCatalogue.Find(message.Kind).ShouldNotBeNull();

    private static IReadOnlyList<string> Dump(PushInfo info, string json) =>
        RecordDump.From(info.Read(JsonLeaves.Read(json)));
}
