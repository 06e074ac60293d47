using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling.Forwarding;

/// <summary>The receivers that the README shows, run as they stand there, against a real forward.</summary>
public sealed class ReadmeReceiverTests
{
    private const string NodeBefore = """
        const [secret, id, timestamp, signatures, body] = process.argv.slice(1);
        const rawBody = Buffer.from(body, 'base64').toString('utf8');
        const req = { headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } };
        """;

    private const string PythonBefore = """
        import base64, hashlib, hmac, sys
        secret, id, timestamp, signatures, encoded = sys.argv[1:]
        body = base64.b64decode(encoded)
        headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures}
        """;

    [Theory]
    [InlineData("js", "node", "-e", NodeBefore, "\nprocess.exit(ok ? 0 : 3);")]
    [InlineData("python", "python3", "-c", PythonBefore, "\nsys.exit(0 if ok else 3)")]
    public async Task AReceiver_OfTheReadme_TakesAForward_AndNoChangedOne(
        string language, string program, string option, string before, string after)
    {
        var script = before + "\n" + Snippet(language) + after;
        var call = await ForwardAsync();
        var changed = (byte[])call.Body.Clone();
        changed[^3] ^= 1;

        (await RunAsync(program, option, script, call, call.Body)).ShouldBe(0);
        (await RunAsync(program, option, script, call, changed)).ShouldBe(3);
    }

    [Fact]
    public async Task TheReceiverInCSharp_OfTheReadme_TakesAForward_AndNoChangedOne()
    {
        // The same lines, compiled here.
        Snippet("csharp").ReplaceLineEndings("\n").Trim().ShouldBe(
            """
            // C#
            var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}");
            var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
            var ok = headers["webhook-signature"].ToString().Split(' ').Contains(expected);
            """.ReplaceLineEndings("\n"));

        var call = await ForwardAsync();
        IsGenuine(call, Encoding.UTF8.GetString(call.Body)).ShouldBeTrue();
        IsGenuine(call, Encoding.UTF8.GetString(call.Body) + " ").ShouldBeFalse();

        static bool IsGenuine(Forwarded call, string body)
        {
            var (secret, headers) = (ForwardSetup.Secret, call.Headers);
            var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}");
            var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
            var ok = headers["webhook-signature"].ToString().Split(' ').Contains(expected);
            return ok;
        }
    }

    /// <summary>The first block of a language that speaks of signatures.</summary>
    private static string Snippet(string language)
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        return Regex.Matches(readme, $"```{language}\n(.*?)```", RegexOptions.Singleline)
            .Select(block => block.Groups[1].Value)
            .First(block => block.Contains("webhook-signature", StringComparison.Ordinal));
    }

    private static async Task<Forwarded> ForwardAsync()
    {
        await using var destination = await Destination.StartAsync();
        await using var engine = await ForwardSetup.StartAsync(destination.Url);
        await engine.PushTextAsync("oUser", "你好😀");
        return await destination.NextAsync();
    }

    private static async Task<int> RunAsync(string program, string option, string script, Forwarded call, byte[] body)
    {
        using var process = Process.Start(new ProcessStartInfo(program,
        [
            option, script, ForwardSetup.Secret, call.Id, call.Headers["webhook-timestamp"],
            call.Headers["webhook-signature"], Convert.ToBase64String(body),
        ]))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
