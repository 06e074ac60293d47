using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using WeChatPush.Protocol.Tests.Identity;
using WeChatPush.TestSupport;

namespace WeChatPush.Protocol.Tests.Messages;

/// <summary>What holds for every push, tried on many.</summary>
public sealed class MessageProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly Gen<string> Names =
        Gen.Elements("Word", "List", "result", "errcode", "a", "b", "名字", "x-1.y_2");

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements("", "1", "007", " ", "]]>", "<a>&amp;</a>", "😀", "你好", "\b", "\n", "true", "-"),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get).Where(IsCleanText));

    [Fact]
    public void Read_WhenFieldTreeIsWrittenAsXml_ComesBackAsThatTree() =>
        Check.One(Thorough, Prop.ForAll(Objects(3).ToArbitrary(), tree =>
        {
            var xml = $"<xml><MsgType>event</MsgType>{Elements(tree)}</xml>";
            var expected = (JsonObject)tree.DeepClone();
            expected["MsgType"] = "event";

            return JsonNode.DeepEquals(JsonObject.Create(Pushes.Read(xml).Json), expected);
        }));

    [Fact]
    public void Read_WhenFieldTreeIsWrittenAsJson_ComesBackAsThatTree() =>
        Check.One(Thorough, Prop.ForAll(Objects(3).ToArbitrary(), tree =>
            JsonNode.DeepEquals(JsonObject.Create(Pushes.Read(tree.ToJsonString()).Json), tree)));

    [Fact]
    public void Of_WhenFieldTreeIsWrittenEitherWay_IsOneIdentity() =>
        Check.One(Thorough, Prop.ForAll(Objects(3).ToArbitrary(), tree =>
        {
            tree.Insert(0, "MsgType", "event");
            tree.Insert(1, "Event", "an_event_nobody_knows");
            return Identities.From($"<xml>{Elements(tree)}</xml>") == Identities.From(tree.ToJsonString());
        }));

    [Fact]
    public void Read_WhenAnyBytes_NeverThrows() =>
        Check.One(Thorough, Prop.ForAll<byte[], bool>((bytes, xml) =>
        {
            Pushes.Outcome([xml ? (byte)'<' : (byte)'{', .. bytes]);
            return true;
        }));

    [Fact]
    public void Read_WhenRecordedPushIsMutated_NeverThrowsNorHangs()
    {
        var random = new Random(20261121);
        var bodies = RecordedPayloads.Files.Select(RecordedPayloads.Read).ToList();
        var watch = Stopwatch.StartNew();

        for (var round = 0; round < 20_000; round++)
        {
            var body = Mutate(bodies[round % bodies.Count], random);
            if (PushReader.ReadHeader(body, out var header) == ReadOutcome.Ok)
                PushIdentity.From("wx", header, body).Key.ShouldNotBe(default);

            Pushes.Outcome(body);
        }

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("<xml>*</xml>", "<a/>")]
    [InlineData("<xml><a>*</a></xml>", "<![CDATA[x]]>")]
    [InlineData("<xml><FromUserName>*</FromUserName></xml>", "<![CDATA[x]]>")]
    [InlineData("<xml><a>*</a></xml>", "&lt;")]
    [InlineData("<xml><MsgType>event</MsgType>*</xml>", "<a><![CDATA[x]]>y</a>")]
    [InlineData("<xml><MsgType>event</MsgType><a>*</a></xml>", "<![CDATA[x]]></b")]
    [InlineData("<xml><MsgType>text</MsgType>*</xml>", "<a><![CDATA[x]]>y</a>")]
    [InlineData("<xml><MsgType>text</MsgType><a><![CDATA[*]]></a></xml>", "]]><![CDATA[</a")]
    [InlineData("<xml><MsgType>text</MsgType><aaaa><![CDATA[*]]></aaaa></xml>", "]]>aaa</aaa>")]
    [InlineData("<xml><a>*", "<![CDATA[")]
    [InlineData("<xml *><a/></xml>", " a='1'")]
    [InlineData("<xml>*<a/></xml>", "<!---->")]
    [InlineData("{\"a\":\"*\"}", "\\ud83d")]
    [InlineData("{\"a\":\"*\"}", "\n\\q")]
    [InlineData("{\"MsgType\":\"text\",*}", "\"a\":\"\t\",")]
    [InlineData("{\"a\":[*]}", "1,")]
    [InlineData("{*}", "\"a\":1,")]
    public void Read_WhenAMegabyteOfOnePart_TakesTimeInProportion(string body, string part)
    {
        var parts = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var bytes = Encoding.UTF8.GetBytes(body.Replace("*", parts));
        var watch = Stopwatch.StartNew();

        Pushes.Outcome(bytes);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    /// <summary>Objects as XML can have them: without null, true, false, and lists of one or none.</summary>
    private static Gen<JsonObject> Objects(int depth) =>
        from count in Gen.Choose(1, 4)
        from names in Names.ArrayOf(count)
        from values in Values(depth).ArrayOf(count)
        select new JsonObject(names.Zip(values, KeyValuePair.Create).DistinctBy(field => field.Key).ToDictionary());

    private static Gen<JsonNode?> Values(int depth)
    {
        var scalar = Gen.OneOf(
            Texts.Select(text => (JsonNode?)JsonValue.Create(text)),
            ArbMap.Default.GeneratorFor<int>().Select(number => (JsonNode?)JsonValue.Create(number)));
        if (depth == 0)
            return scalar;

        var list =
            from count in Gen.Choose(2, 4)
            from items in Gen.OneOf(scalar, Objects(depth - 1).Select(item => (JsonNode?)item)).ArrayOf(count)
            select (JsonNode?)new JsonArray(items);
        return Gen.OneOf(scalar, scalar, list, Objects(depth - 1).Select(item => (JsonNode?)item));
    }

    private static string Elements(JsonObject tree) => string.Concat(
        from field in tree
        from item in field.Value is JsonArray list ? list : [field.Value!.DeepClone()]
        select $"<{field.Key}>{Content(item)}</{field.Key}>\n");

    private static string Content(JsonNode item) => item switch
    {
        JsonObject child => Elements(child),
        _ when item.GetValueKind() == JsonValueKind.Number => item.ToJsonString(),
        _ => $"<![CDATA[{item.GetValue<string>().Replace("]]>", "]]]]><![CDATA[>")}]]>",
    };

    private static bool IsCleanText(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    private static byte[] Mutate(byte[] body, Random random)
    {
        var mutated = body.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(mutated.Count);
            var length = random.Next(1, Math.Min(20, mutated.Count - at + 1));
            switch (random.Next(5))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated[at] = "<>&;[]{}\"'/!\\u:,0"u8[random.Next(17)];
                    break;
                case 2 when mutated.Count > length:
                    mutated.RemoveRange(at, length);
                    break;
                case 3:
                    mutated.InsertRange(random.Next(mutated.Count), mutated.GetRange(at, length));
                    break;
                default:
                    mutated.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. mutated];
    }
}
