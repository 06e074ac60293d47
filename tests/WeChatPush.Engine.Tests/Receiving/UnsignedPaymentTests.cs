using System.Net;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>A payment event that no signature covers is anybody's claim that the goods were paid.</summary>
public sealed class UnsignedPaymentTests(UnsignedPaymentTests.Fixture fixture) : IClassFixture<UnsignedPaymentTests.Fixture>
{
    private readonly EngineUnderTest _engine = fixture.Engine;

    [Theory]
    [InlineData("clear", PushRoute.DeveloperServer, "xpay_goods_deliver_notify")]
    [InlineData("clear", PushRoute.DeveloperServer, "XPAY_refund_notify")]
    [InlineData("clear", PushRoute.DeveloperServer, "xpay_of_tomorrow")]
    [InlineData("keyed", PushRoute.DeveloperServer, "xpay_goods_deliver_notify")]
    [InlineData("cloud", PushRoute.CloudHosting, "xpay_goods_deliver_notify")]
    public async Task WhereNothingSignsIt_Is403_AndNotStored_AndTheLogNamesTheSetting(string name, PushRoute route, string @event)
    {
        using var answer = await PayAsync(name, route, WireMode.Plaintext, @event);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        (await _engine.StoredAsync(name)).ShouldBeEmpty();
        _engine.Log.Text.ShouldContain($"WeChatPush:Apps:{name}:AllowUnsignedPayments");
    }

    [Theory]
    [InlineData("secure", PushRoute.DeveloperServer, WireMode.Secure)]
    [InlineData("compatible", PushRoute.DeveloperServer, WireMode.Compatible)]
    [InlineData("relay", PushRoute.CloudFunction, WireMode.Plaintext)]
    [InlineData("clear-allowed", PushRoute.DeveloperServer, WireMode.Plaintext)]
    [InlineData("cloud-allowed", PushRoute.CloudHosting, WireMode.Plaintext)]
    public async Task WhereItIsSigned_OrAllowed_ItIsAnswered(string name, PushRoute route, WireMode mode)
    {
        using var answer = await PayAsync(name, route, mode, "xpay_goods_deliver_notify");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _engine.StoredAsync(name)).ShouldHaveSingleItem();
    }

    private Task<HttpResponseMessage> PayAsync(string name, PushRoute route, WireMode mode, string @event)
    {
        var app = _engine.App(name, mode) with { Route = route, RelaySecret = Fixture.Secret };
        return _engine.SendAsync(
            app, new PushSigner(app).Push(new PushBuilder(app, "oSystem").Event(@event, ("OutTradeNo", "7"))));
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

        internal EngineUnderTest Engine { get; private set; } = null!;

        public async Task InitializeAsync() => Engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Settings =
            [
                .. EngineSetup.App("clear"),
                .. EngineSetup.App("keyed", WireMode.Secure, ("Mode", "Plaintext")),
                .. EngineSetup.App("cloud", more: ("Hosting", "CloudHosting")),
                .. EngineSetup.App("secure", WireMode.Secure),
                .. EngineSetup.App("compatible", WireMode.Compatible),
                .. EngineSetup.App("relay", more: [("Hosting", "CloudFunction"), ("RelaySecret", Secret)]),
                .. EngineSetup.App("clear-allowed", more: ("AllowUnsignedPayments", "true")),
                .. EngineSetup.App("cloud-allowed", more: [("Hosting", "CloudHosting"), ("AllowUnsignedPayments", "true")]),
            ],
        });

        public async Task DisposeAsync() => await Engine.DisposeAsync();
    }
}
