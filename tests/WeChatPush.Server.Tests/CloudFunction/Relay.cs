using System.Diagnostics;
using System.Text.Json;
using WeChatPush.TestSupport.Container;

namespace WeChatPush.Server.Tests.CloudFunction;

/// <summary>The relay function, run by Node as WeChat's cloud runs it: one instance, one event after the other.</summary>
internal static class Relay
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private const string Runner = """
        const { main } = require(process.argv[1]);
        (async () => {
          const context = JSON.parse(process.env.CONTEXT_OF_TEST || '{}');
          for (const event of JSON.parse(require('fs').readFileSync(0, 'utf8'))) {
            try {
              console.log(JSON.stringify({ answer: await main(event, context) }));
            } catch (error) {
              console.log(JSON.stringify({ error: error.message }));
            }
          }
          process.exit(0);
        })();
        """;

    /// <summary>What the function returns for each event: <c>answer</c>, or the <c>error</c> it fails with.</summary>
    public static async Task<IReadOnlyList<JsonElement>> RunAsync(
        IEnumerable<string> events, params (string Name, string Value)[] environment)
    {
        var function = Path.Combine(Repository.Root, "src", "WeChatPush.CloudFunction");
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo("node", ["-e", Runner, function])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            process.StartInfo.Environment[name] = value;
        process.Start();
        await process.StandardInput.WriteAsync($"[{string.Join(',', events)}]");
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    /// <summary>The same for one event, against a push URL.</summary>
    public static async Task<JsonElement> RunAsync(string @event, Uri url, string secret = Secret, int timeoutMs = 4500) =>
        (await RunAsync(
            [@event],
            ("WECHATPUSH_URL", url.ToString()),
            ("WECHATPUSH_SECRET", secret),
            ("WECHATPUSH_TIMEOUT_MS", $"{timeoutMs}"))).ShouldHaveSingleItem();

    public static string Text(string content, string msgId = "6074746557628292943") => $$"""
        {
          "ToUserName": "wx0123456789abcdef", "FromUserName": "oUser", "CreateTime": 1700000000,
          "MsgType": "text", "Content": "{{content}}", "MsgId": "{{msgId}}"
        }
        """;
}
