using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>Pushes that are not WeChat's.</summary>
internal static class SignatureCases
{
    private const string Forged = "Every client that knows the URL can make up messages and payments.";

    public static IEnumerable<CheckCase> For(SimulatedApp app)
    {
        var name = app.IsEncrypted ? "msg_signature" : "signature";
        yield return Refuse($"wrong {name}", Forged, request => request.With(name, new string('0', 40)));
        yield return Refuse($"empty {name}", Forged, request => request.With(name, ""));
        yield return Refuse($"{name} missing", Forged, request => request.With(name, null));
        yield return Refuse("signed with another token", Forged,
            (context, payload) => new PushSigner(context.App with { Token = context.App.Token + "x" }).Push(payload));
        yield return Refuse("timestamp changed after signing", Forged, request => request.With("timestamp", "1"));
        yield return Refuse("no query at all", "Scanners will try it: it must not crash the server.",
            request => request with { Query = [] });
        yield return Refuse("the header of cloud hosting's gateway in place of a signature",
            "The header proves something only behind the gateway: here any client can send it.",
            request => request with
            {
                Query = [],
                Headers = [new("x-wx-source", "wx_mp"), new("x-wx-sources", "wx_mp")],
            });
        yield return new("every query key twice", "4xx or success",
            "Joined values or an array in place of a text crash the server.",
            (context, token) =>
            {
                var payload = context.Builder.Text("twice");
                var request = context.Signer.Push(payload);
                var twice = request with { Query = [.. request.Query, .. request.Query] };
                return context.SurvivedAsync(twice, payload, token);
            });

        if (!app.IsEncrypted)
            yield break;

        yield return Refuse("one character of the ciphertext changed", Forged, (context, payload) =>
        {
            var right = context.Signer.Push(payload);
            var wrong = context.Signer.Encrypted(payload, Tampered(context.App.Cipher().Encrypt(payload.Body.Span)));
            return wrong with { Query = right.Query };
        });
        yield return Refuse("a clear body with the right signature",
            "The old signature does not cover the body: an attacker who catches one can forge any message (downgrade).",
            (context, payload) => context.Signer.Clear(payload));
        yield return Refuse("a clear body that claims encrypt_type=aes", "The same, with a word more.",
            (context, payload) => context.Signer.Clear(payload).And("encrypt_type", "aes"));
    }

    private static CheckCase Refuse(string name, string why, Func<PushRequest, PushRequest> change) =>
        Refuse(name, why, (context, payload) => change(context.Signer.Push(payload)));

    private static CheckCase Refuse(string name, string why, Func<CheckContext, PushPayload, PushRequest> build) =>
        new(name, "4xx", why, (context, token) =>
            context.RefusedAsync(build(context, context.Builder.Text("forged")), token));

    private static string Tampered(string encrypt) => (encrypt[0] == 'A' ? 'B' : 'A') + encrypt[1..];
}
