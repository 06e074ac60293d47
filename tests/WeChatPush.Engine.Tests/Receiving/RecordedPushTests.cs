using System.Text.Json;
using System.Xml.Linq;
using WeChatPush.Inbox;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>Every push on record, through the real endpoint, in every mode.</summary>
public sealed class RecordedPushTests(RecordedPushTests.Fixture fixture) : IClassFixture<RecordedPushTests.Fixture>
{
    public static TheoryData<string, WireMode> Recorded
    {
        get
        {
            var data = new TheoryData<string, WireMode>();
            foreach (var file in RecordedPayloads.Files)
            {
                // What was recorded in compatible mode carries a ciphertext already.
                foreach (var mode in Enum.GetValues<WireMode>())
                {
                    if (mode != WireMode.Compatible || !file.Contains("compatible-mode", StringComparison.Ordinal))
                        data.Add(file, mode);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task APush_WhenItIsOnRecord_IsAcknowledgedAndStoredWithItsFields(string file, WireMode mode)
    {
        var engine = fixture.Engine;
        var app = engine.App(Fixture.AppOf(file, mode), mode);
        var body = RecordedPayloads.Read(file);
        var (msgType, eventName) = ReadIndependently(file, body);

        using var client = new PushClient { MaxTries = 1 };
        var answer = (await client.PushAsync(app, new PushBuilder(app, "o").Raw(body))).Last;

        // No handler here delivers goods, and "success" would say that they were delivered.
        if (eventName?.StartsWith("xpay_", StringComparison.Ordinal) == true)
            answer.Reply.ShouldNotBeNull().ShouldContain("no handler");
        else
            answer.Text.ShouldBe("success");

        var push = (await engine.StoredAsync(app.Name)).ShouldHaveSingleItem();
        push.Body.ToArray().ShouldBe(body);
        push.MsgType.ShouldBe(msgType ?? "");
        push.Event.ShouldBe(eventName);
        push.State.ShouldBeOneOf(answer.Reply is null ? [PushState.Queued, PushState.Processing, PushState.Done] : [PushState.Dead]);
    }

    private static (string? MsgType, string? Event) ReadIndependently(string file, byte[] body)
    {
        if (RecordedPayloads.IsXml(file))
        {
            using var stream = new MemoryStream(body);
            var root = XDocument.Load(stream).Root!;
            return (root.Element("MsgType")?.Value, root.Element("Event")?.Value);
        }

        // WeChat's own pages have commas before closing braces.
        using var json = JsonDocument.Parse(body, new JsonDocumentOptions { AllowTrailingCommas = true });
        return (Field("MsgType"), Field("Event"));

        string? Field(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    /// <summary>An engine in which every file has an app of its own in each mode, because two files may be one push.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private static readonly Dictionary<string, int> Numbers =
            RecordedPayloads.Files.Index().ToDictionary(file => file.Item, file => file.Index);

        internal EngineUnderTest Engine { get; private set; } = null!;

        public static string AppOf(string file, WireMode mode) => $"{mode.ToString().ToLowerInvariant()}-{Numbers[file]}";

        public async Task InitializeAsync() => Engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Settings = from file in RecordedPayloads.Files
                       from mode in Enum.GetValues<WireMode>()
                       from setting in EngineSetup.App(AppOf(file, mode), mode, ("AllowUnsignedPayments", "true"))
                       select setting,
        });

        public async Task DisposeAsync() => await Engine.DisposeAsync();
    }
}
