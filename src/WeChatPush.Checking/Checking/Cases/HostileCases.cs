using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>Bodies made to hurt. Refusing and accepting are both fine; falling over is not.</summary>
internal static class HostileCases
{
    private const string Down = "One request takes the server down, or fills its log with stack traces.";

    public static IEnumerable<CheckCase> For(SimulatedApp app)
    {
        var json = app.Format == PushFormat.Json;
        yield return Survive("empty body", Down, "");
        yield return Survive("nothing inside the brackets", Down, json ? "{}" : "<xml></xml>");
        yield return Survive("cut off in the middle", Down, json ? "{\"MsgType\":\"te" : "<xml><MsgType><![CDATA[te");
        yield return Survive("garbage behind the end", Down,
            json ? "{\"MsgType\":\"text\"} }" : "<xml><MsgType>text</MsgType></xml><x>");
        yield return Survive("neither JSON nor XML", Down, "hello=world&a=b");
        yield return Survive("invalid UTF-8", Down, json
            ? Bytes("{\"MsgType\":\"", [0xC3, 0x28, 0xFF], "\"}")
            : Bytes("<xml><MsgType>", [0xC3, 0x28, 0xFF], "</MsgType></xml>"));
        if (json)
        {
            yield return Survive("an array", Down, "[{\"MsgType\":\"text\"}]");
            yield return Survive("the word null", Down, "null");
        }

        yield return Survive("nested 20 000 levels deep",
            "A recursive parser overflows the stack, which ends the process.",
            json ? Nested("{\"a\":", "1", "}") : $"<xml>{Nested("<a>", "1", "</a>")}</xml>");
        yield return Survive("2 MiB", "Without a limit a few requests fill the memory.",
            json ? $"{{\"MsgType\":\"text\",\"Content\":\"{new string('x', 2 << 20)}\"}}"
                : $"<xml><MsgType>text</MsgType><Content>{new string('x', 2 << 20)}</Content></xml>",
            mayDisconnect: true);

        if (!json)
        {
            yield return EntityCases.Bomb;
            yield return EntityCases.External;
        }
    }

    private static CheckCase Survive(string name, string why, string body, bool mayDisconnect = false) =>
        Survive(name, why, Encoding.UTF8.GetBytes(body), mayDisconnect);

    // Twice where there is encryption: inside the ciphertext, and in place of the envelope.
    private static CheckCase Survive(string name, string why, byte[] body, bool mayDisconnect = false) =>
        new(name, "4xx or success", why, async (context, token) =>
        {
            var payload = context.Builder.Raw(body) with { Format = context.App.Format };
            var verdict = await context.SurvivedAsync(
                context.Signer.Push(payload), payload, token, mayDisconnect: mayDisconnect);
            return verdict.Passed && context.App.IsEncrypted
                ? await context.SurvivedAsync(
                    context.Signer.Push(payload) with { Body = body }, payload, token, mayDisconnect: mayDisconnect)
                : verdict;
        });

    private static byte[] Bytes(string before, ReadOnlySpan<byte> middle, string after) =>
        [.. Encoding.UTF8.GetBytes(before), .. middle, .. Encoding.UTF8.GetBytes(after)];

    private static string Nested(string open, string inside, string close)
    {
        const int levels = 20_000;
        var text = new StringBuilder();
        text.Insert(0, open, levels).Append(inside);
        for (var i = 0; i < levels; i++)
            text.Append(close);
        return text.ToString();
    }
}
