using System.Net;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>What was recorded and is sent again. No setting is needed to be safe from it.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private EngineSetup _setup = null!;
    private EngineUnderTest _engine = null!;

    public static TheoryData<string, WireMode> Apps => new()
    {
        { "shop", WireMode.Plaintext },
        { "compatible", WireMode.Compatible },
        { "secure", WireMode.Secure },
    };

    public async Task InitializeAsync()
    {
        _setup = new EngineSetup
        {
            Time = _time,
            Messages = new ScriptedMessages(),
            Settings =
            [
                .. EngineSetup.App("compatible", WireMode.Compatible),
                .. EngineSetup.App("secure", WireMode.Secure),
            ],
            KeepsData = true,
        };
        _engine = await EngineUnderTest.StartAsync(_setup);
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _setup.Data.Dispose();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task AMessage_IsADuplicateWithinItsWindow_AndStaleAfterIt(string name, WireMode mode)
    {
        var app = _engine.App(name, mode);
        var push = Sign(app, new PushBuilder(app, "o", _time).Text("hi"));
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);

        _time.Advance(TimeSpan.FromHours(2));
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);
        (await _engine.StoredAsync(name)).ShouldHaveSingleItem();

        _time.Advance(Second);
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.Forbidden);
        (await _engine.StoredAsync(name)).ShouldHaveSingleItem();
        _engine.Log.Text.ShouldContain("WeChatPush:Deduplication:MessageWindow");
        _engine.Log.Text.ShouldContain($"WeChatPush:Apps:{name}:TimestampTolerance");
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task AnEvent_IsADuplicateWithinItsWindow_AndStaleAfterIt(string name, WireMode mode)
    {
        var app = _engine.App(name, mode);
        var push = Sign(app, new PushBuilder(app, "o", _time).EnterSession());
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);

        _time.Advance(TimeSpan.FromHours(72));
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);
        _time.Advance(Second);
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.Forbidden);
        (await _engine.StoredAsync(name)).ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task AReplay_AfterTheWindow_IsRefusedByTheNextProcessToo(string name, WireMode mode)
    {
        var app = _engine.App(name, mode);
        var push = Sign(app, new PushBuilder(app, "o", _time).Text("hi"));
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);

        await RestartAsync();
        app = _engine.App(name, mode);
        _time.Advance(TimeSpan.FromHours(2));
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromDays(90));
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.Forbidden);
        (await _engine.StoredAsync(name)).Count.ShouldBeLessThan(2);
    }

    // A timestamp that is ahead stays good for longer, so the push must be remembered for longer.
    [Theory]
    [MemberData(nameof(Apps))]
    public async Task ATimestampAheadOfTheClock_IsTakenForTenMinutes_AndNeverTwice(string name, WireMode mode)
    {
        var app = _engine.App(name, mode);
        var payload = new PushBuilder(app, "o", _time).Text("hi");
        _time.Advance(TimeSpan.FromMinutes(10));
        var push = Sign(app, payload);
        var tooFar = new PushSigner(app, new ManualTimeProvider(_time.GetUtcNow() + Second)).Push(
            new PushBuilder(app, "o", _time).Text("too far"));
        _time.Jump(TimeSpan.FromMinutes(-10));

        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(app, tooFar)).ShouldBe(HttpStatusCode.Forbidden);

        _time.Advance(TimeSpan.FromMinutes(130));
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.OK);
        _time.Advance(Second);
        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.Forbidden);
        (await _engine.StoredAsync(name)).ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task AVerification_IsNotRefusedForItsAge(string name, WireMode mode)
    {
        var app = _engine.App(name, mode);
        var get = new PushSigner(app, _time).Verification("echo");
        _time.Advance(TimeSpan.FromDays(365));

        (await StatusAsync(app, get)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1.7e9")]
    [InlineData("99999999999999999999")]
    public async Task ATimestamp_ThatIsNone_Is400_ThoughItIsSigned(string timestamp)
    {
        var app = _engine.App();
        var push = Sign(app, new PushBuilder(app, "o", _time).Text("hi"));
        push = push.With("timestamp", timestamp).With(
            "signature", WeChatPush.Protocol.PushSignature.Compute(app.Token, timestamp, push["nonce"]!));

        (await StatusAsync(app, push)).ShouldBe(HttpStatusCode.BadRequest);
    }

    private PushRequest Sign(SimulatedApp app, PushPayload payload) => new PushSigner(app, _time).Push(payload);

    private async Task<HttpStatusCode> StatusAsync(SimulatedApp app, PushRequest request)
    {
        using var answer = await _engine.SendAsync(app, request);
        return answer.StatusCode;
    }

    private async Task RestartAsync()
    {
        await _engine.DisposeAsync();
        _engine = await EngineUnderTest.StartAsync(_setup);
    }
}
