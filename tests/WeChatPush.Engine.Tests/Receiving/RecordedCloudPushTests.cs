using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>Every push on record through WeChat's cloud: both formats through the gateway, JSON through the relay.</summary>
public sealed class RecordedCloudPushTests(RecordedCloudPushTests.Fixture fixture) : IClassFixture<RecordedCloudPushTests.Fixture>
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static IEnumerable<(string File, PushRoute Route)> All =>
        from file in RecordedPayloads.Files
        from route in (PushRoute[])[PushRoute.CloudHosting, PushRoute.CloudFunction]
        where route == PushRoute.CloudHosting || !RecordedPayloads.IsXml(file)
        select (file, route);

    public static TheoryData<string, PushRoute> Recorded
    {
        get
        {
            var data = new TheoryData<string, PushRoute>();
            foreach (var (file, route) in All)
                data.Add(file, route);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task APush_WhenItIsOnRecord_IsStoredToTheLetter(string file, PushRoute route)
    {
        var body = RecordedPayloads.Read(file);
        var app = fixture.Engine.App(Fixture.AppOf(file, route)) with { Route = route, RelaySecret = Secret };

        using var client = new PushClient { MaxTries = 1 };
        var answer = (await client.PushAsync(app, new PushBuilder(app, SenderOf(body)).Raw(body))).Last;
        var stored = await fixture.Engine.StoredAsync(app.Name);

        answer.IsAccepted.ShouldBeTrue(answer.Problem);
        if (file.Contains("probe", StringComparison.Ordinal) && route == PushRoute.CloudHosting)
            stored.ShouldBeEmpty();
        else
            stored.ShouldHaveSingleItem().Body.ToArray().ShouldBe(body);
    }

    private static string SenderOf(byte[] body) =>
        PushReader.ReadHeader(body, out var header) == ReadOutcome.Ok ? header.FromUserName ?? "" : "";

    public sealed class Fixture : IAsyncLifetime
    {
        private static readonly Dictionary<(string, PushRoute), int> Numbers =
            All.Index().ToDictionary(push => push.Item, push => push.Index);

        internal EngineUnderTest Engine { get; private set; } = null!;

        public static string AppOf(string file, PushRoute route) => $"cloud-{Numbers[(file, route)]}";

        public async Task InitializeAsync() => Engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Settings = from push in All
                       from setting in EngineSetup.App(
                           AppOf(push.File, push.Route), more: [("Hosting", $"{push.Route}"), ("RelaySecret", Secret), ("AllowUnsignedPayments", "true")])
                       select setting,
        });

        public async Task DisposeAsync() => await Engine.DisposeAsync();
    }
}
