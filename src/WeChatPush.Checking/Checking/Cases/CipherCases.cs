using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>Ciphertexts that are signed rightly and broken inside.</summary>
internal static class CipherCases
{
    private const string OtherApp =
        "The signature does not cover the receiver of a push: another mini program's with the same token is taken for yours.";

    private const string Crash = "The decryption throws, and a 5xx shows an attacker what is inside.";

    public static IEnumerable<CheckCase> All =>
    [
        Refuse("another AppId inside", OtherApp, (context, payload) =>
            new PushCipher(context.App.EncodingAesKey!, "wx0000000000000000").Encrypt(payload.Body.Span)),
        Refuse("another key", Crash, (context, payload) =>
            new PushCipher(new string('A', 43), context.App.AppId).Encrypt(payload.Body.Span)),
        Refuse("padding longer than a block", Crash, BrokenCipher.WithPadding(200)),
        Refuse("padding of zero", Crash, BrokenCipher.WithPadding(0)),
        Refuse("length field beyond the end", Crash, BrokenCipher.WithLength(int.MaxValue)),
        Refuse("negative length field", Crash, BrokenCipher.WithLength(-1)),
        Refuse("half a block cut off", Crash, (context, payload) =>
            Convert.ToBase64String(Convert.FromBase64String(context.App.Cipher().Encrypt(payload.Body.Span))[..^8])),
        Refuse("not base64", Crash, (_, _) => "!!!! this is not base64 !!!!"),
        Refuse("three bytes", Crash, (_, _) => "QUJD"),
        Refuse("empty, with a signature that fits",
            "It is the signature of a clear push, which any attacker may have caught.", (_, _) => ""),
        Refuse("nothing inside", Crash, (context, _) => context.App.Cipher().Encrypt([])),
    ];

    private static CheckCase Refuse(string name, string why, Func<CheckContext, PushPayload, string> encrypt) =>
        new($"ciphertext: {name}", "4xx", why, (context, token) =>
        {
            var payload = context.Builder.Text("sealed");
            return context.RefusedAsync(context.Signer.Encrypted(payload, encrypt(context, payload)), token);
        });
}
