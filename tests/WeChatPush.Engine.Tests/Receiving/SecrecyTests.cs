using System.Net;
using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Protocol.Messages;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>What the log must never say, at any level.</summary>
public sealed class SecrecyTests
{
    private const string OpenId = "oSecretOpenId0123456789abcde";

    [Fact]
    public async Task TheLog_AfterGoodAndBadPushes_HoldsNoSecretAndNoOpenId()
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Handlers = handlers => handlers.On<TextMessage>((_, _) => throw new InvalidOperationException("no")),
            Settings = [.. EngineSetup.App("secure", WireMode.Secure), ("Dispatching:MaxAttempts", "1")],
        });
        foreach (var app in new[] { engine.App(), engine.App("secure", WireMode.Secure) })
        {
            var signer = new PushSigner(app);
            var payload = new PushBuilder(app, OpenId).Text("words of the user");
            await engine.PushAsync(app, payload);
            foreach (var request in Bad(signer, signer.Push(payload)))
            {
                using var answer = await engine.SendAsync(app, request);
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.BadRequest);
            }

            await engine.WhenAsync(PushState.Dead, app.Name);
        }

        engine.Log.Lines.ShouldNotBeEmpty();
        foreach (var secret in new[] { OpenId, EngineSetup.Token, EngineSetup.Key, EngineSetup.Secret, "words of the user" })
            engine.Log.Text.ShouldNotContain(secret);
    }

    private static IEnumerable<PushRequest> Bad(PushSigner signer, PushRequest push) =>
    [
        push.With("signature", "0").With("msg_signature", "0"),
        push.With("timestamp", null),
        push.And("openid", OpenId),
        push with { Body = Encoding.UTF8.GetBytes($"<xml>{OpenId}") },
        signer.Verification("echo").With("signature", EngineSetup.Token),
    ];
}
