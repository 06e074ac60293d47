using System.Net;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>Secrets change while pushes arrive, and the server is not restarted.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private const string NewKey = "ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210abcdefg";

    private EngineUnderTest _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineUnderTest.StartAsync(new EngineSetup
    {
        Messages = new ScriptedMessages(),
        Settings = EngineSetup.App("secure", WireMode.Secure),
    });

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task AToken_DuringItsRotation_IsAcceptedOldAndNew_AndAfterItOnlyNew()
    {
        var (before, after) = (_engine.App(), _engine.App() with { Token = "theNewToken" });
        (await StatusesAsync(before, after)).ShouldBe((HttpStatusCode.OK, HttpStatusCode.Forbidden));

        _engine.Change(("Apps:shop:Token", "theNewToken"), ("Apps:shop:PreviousToken", EngineSetup.Token));
        (await StatusesAsync(before, after)).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        (await VerifyAsync(before)).ShouldBe(HttpStatusCode.OK);

        _engine.Change(("Apps:shop:PreviousToken", null));
        (await StatusesAsync(before, after)).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.OK));
        (await VerifyAsync(before)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task AKey_DuringItsRotation_DecryptsOldAndNew_AndAfterItOnlyNew()
    {
        var before = _engine.App("secure", WireMode.Secure);
        var after = before with { EncodingAesKey = NewKey };
        (await StatusesAsync(before, after)).ShouldBe((HttpStatusCode.OK, HttpStatusCode.Forbidden));

        _engine.Change(("Apps:secure:EncodingAesKey", NewKey), ("Apps:secure:PreviousEncodingAesKey", EngineSetup.Key));
        (await StatusesAsync(before, after)).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));

        _engine.Change(("Apps:secure:PreviousEncodingAesKey", null));
        (await StatusesAsync(before, after)).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.OK));
    }

    [Fact]
    public async Task AToken_OfAnEncryptedApp_RotatesToo()
    {
        var before = _engine.App("secure", WireMode.Secure);
        var after = before with { Token = "theNewToken" };

        _engine.Change(("Apps:secure:Token", "theNewToken"), ("Apps:secure:PreviousToken", EngineSetup.Token));

        (await StatusesAsync(before, after)).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
    }

    [Fact]
    public async Task AWrongConfiguration_AfterAReload_LeavesTheOneBeforeInForce()
    {
        _engine.Change(("Apps:shop:Token", ""));

        (await StatusesAsync(_engine.App(), _engine.App())).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        _engine.Log.Text.ShouldContain("WeChatPush:Apps:shop:Token");
    }

    private async Task<(HttpStatusCode Before, HttpStatusCode After)> StatusesAsync(SimulatedApp before, SimulatedApp after) =>
        (await StatusAsync(before), await StatusAsync(after));

    private async Task<HttpStatusCode> StatusAsync(SimulatedApp app)
    {
        using var answer = await _engine.SendAsync(app, new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi")));
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> VerifyAsync(SimulatedApp app)
    {
        using var answer = await _engine.SendAsync(app, new PushSigner(app).Verification("echo"));
        return answer.StatusCode;
    }
}
