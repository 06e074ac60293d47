using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Receiving;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving.Handshakes;

/// <summary>What is noted of the GETs to a push URL.</summary>
public sealed class HandshakeTests
{
    [Theory]
    [InlineData("", HandshakeOutcome.Ok, null)]
    [InlineData("timestamp", HandshakeOutcome.MissingParameter, "timestamp")]
    [InlineData("nonce", HandshakeOutcome.MissingParameter, "nonce")]
    [InlineData("echostr", HandshakeOutcome.MissingParameter, "echostr")]
    [InlineData("echostr nonce timestamp", HandshakeOutcome.MissingParameter, "timestamp, nonce, echostr")]
    [InlineData("signature", HandshakeOutcome.MissingSignature, null)]
    public async Task Get_IsNotedWithWhatIsMissing(string missing, HandshakeOutcome outcome, string? parameters)
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var request = new PushSigner(engine.App()).Verification("echo");
        foreach (var name in missing.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            request = request.With(name, null);

        using var answer = await engine.SendAsync(engine.App(), request);

        var noted = (await ListAsync(engine)).Items.ShouldHaveSingleItem();
        (noted.Outcome, noted.Parameters, noted.Count).ShouldBe((outcome, parameters, 1));
        (noted.Address, noted.Host).ShouldBe(("127.0.0.1", engine.BaseUrl.Authority));
    }

    [Fact]
    public async Task Get_WithAnotherToken_IsBad_AndNamedWhereItIsAnotherApps()
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Settings = [.. EngineSetup.App("cafe").Where(setting => !setting.Key.EndsWith(":Token", StringComparison.Ordinal)), ("Apps:cafe:Token", "tokenOfTheCafe")],
        });

        await GetAsync(engine, engine.App() with { Token = "tokenOfTheCafe" });
        (await ListAsync(engine)).Items[0].Outcome.ShouldBe(HandshakeOutcome.OtherAppsToken);
        // Not of each of many: a stranger's GETs must not cost as much as there are apps.
        await GetAsync(engine, engine.App() with { Token = "tokenOfTheCafe" });
        await GetAsync(engine, engine.App() with { Token = "of nothing here" });

        var noted = (await ListAsync(engine)).Items.ToDictionary(handshake => handshake.Outcome, handshake => handshake.Count);
        noted.ShouldBe(new Dictionary<HandshakeOutcome, long> { [HandshakeOutcome.OtherAppsToken] = 1, [HandshakeOutcome.BadSignature] = 2 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Get_OfACloudsApp_OrOfNone_OrTwiceTheSameKey_IsTold()
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup { Settings = [("Apps:shop:Hosting", "CloudHosting")] });

        await GetAsync(engine, engine.App());
        await GetAsync(engine, engine.App() with { PushUrl = new Uri(engine.BaseUrl, "/wechat/none") });

        var page = await ListAsync(engine);
        (page.Items.ShouldHaveSingleItem().Outcome, page.UnknownApps).ShouldBe((HandshakeOutcome.NotUsed, 1));
        (await ListAsync(engine, "none")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Flood_OfBadOnes_IsFewPlaces_AndFewWrites_AndLeavesTheGoodOne()
    {
        var store = new CountingStore();
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup { Services = services => services.AddSingleton<IHandshakeStore>(store) });
        await GetAsync(engine, engine.App());
        var begun = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 300; i++)
        {
            var request = new PushSigner(engine.App()).Verification("echo").With("signature", new string('0', 40)).ToMessage(engine.App().PushUrl);
            request.Headers.Host = $"host-{i}";
            using var answer = await engine.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        await Eventually.TrueAsync(async () => (await store.ListAsync("shop", default)).Count == HandshakeHistory.Size, () => "not written");
        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        store.Writes.ShouldBeLessThanOrEqualTo((int)seconds + 2);
        (await ListAsync(engine)).Items.ShouldContain(handshake => handshake.Outcome == HandshakeOutcome.Ok);
    }

    [Fact]
    public async Task Noted_IsInTheStore_AfterARestart()
    {
        var setup = new EngineSetup { KeepsData = true };
        await using (var engine = await EngineUnderTest.StartAsync(setup))
        {
            await GetAsync(engine, engine.App());
            await engine.StopAsync();
        }

        await using var next = await EngineUnderTest.StartAsync(setup with { KeepsData = false });
        (await ListAsync(next)).Items.ShouldHaveSingleItem().Outcome.ShouldBe(HandshakeOutcome.Ok);
    }

    private static async Task GetAsync(EngineUnderTest engine, SimulatedApp app)
    {
        using var answer = await engine.SendAsync(app, new PushSigner(app).Verification("echo"));
    }

    private static async Task<HandshakePage> ListAsync(EngineUnderTest engine, string app = "shop") =>
        await engine.Services.GetRequiredService<IHandshakes>().ListAsync(app, default);

    private sealed class CountingStore : IHandshakeStore
    {
        private IReadOnlyList<Handshake> _kept = [];

        public int Writes { get; private set; }

        public ValueTask<bool> AddAsync(string app, IReadOnlyList<Handshake> handshakes, CancellationToken cancellationToken)
        {
            Writes++;
            _kept = HandshakeHistory.Merge(_kept, handshakes, DateTimeOffset.UtcNow);
            return new(true);
        }

        public ValueTask<IReadOnlyList<Handshake>> ListAsync(string app, CancellationToken cancellationToken) => new(_kept);
    }
}
