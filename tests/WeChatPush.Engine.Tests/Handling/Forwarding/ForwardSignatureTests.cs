using System.Diagnostics;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling.Forwarding;

/// <summary>The signature, held against OpenSSL and against Node: programs that know nothing of this one.</summary>
public sealed class ForwardSignatureTests
{
    private const string Previous = "whsec_cHJldmlvdXMgc2VjcmV0IG9mIHRoZSBzaG9w";

    private const string Node = """
        const crypto = require('crypto'), fs = require('fs');
        const [secret, id, timestamp, signatures, file] = process.argv.slice(1);
        const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
        const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), fs.readFileSync(file)]);
        const right = 'v1,' + crypto.createHmac('sha256', key).update(content).digest('base64');
        process.exit(signatures.split(' ').includes(right) ? 0 : 3);
        """;

    [Theory]
    [InlineData("node")]
    [InlineData("openssl")]
    public async Task AForward_IsAcceptedByAnother_AndAChangedByteIsNot(string tool)
    {
        var call = await ForwardAsync(null);
        var changed = (byte[])call.Body.Clone();
        changed[^3] ^= 1;

        (await VerifyAsync(tool, ForwardSetup.Secret, call, call.Body)).ShouldBeTrue();
        (await VerifyAsync(tool, ForwardSetup.Secret, call, changed)).ShouldBeFalse();
        (await VerifyAsync(tool, Previous, call, call.Body)).ShouldBeFalse();
    }

    [Fact]
    public async Task AForward_DuringARotation_IsAcceptedUnderBothSecrets()
    {
        var call = await ForwardAsync(Previous);

        call.Headers["webhook-signature"].Split(' ').Length.ShouldBe(2);
        (await VerifyAsync("node", ForwardSetup.Secret, call, call.Body)).ShouldBeTrue();
        (await VerifyAsync("node", Previous, call, call.Body)).ShouldBeTrue();
    }

    private static async Task<Forwarded> ForwardAsync(string? previous)
    {
        await using var destination = await Destination.StartAsync();
        await using var engine = await ForwardSetup.StartAsync(
            destination.Url, settings: ("Apps:shop:Rules:0:Forward:PreviousSecret", previous));
        await engine.PushTextAsync("oUser", "你好😀");
        return await destination.NextAsync();
    }

    private static async Task<bool> VerifyAsync(string tool, string secret, Forwarded call, byte[] body)
    {
        using var directory = new TemporaryDirectory();
        var (id, stamp, signatures) = (call.Id, call.Headers["webhook-timestamp"], call.Headers["webhook-signature"]);
        await File.WriteAllBytesAsync(directory.File("body"), body);
        if (tool == "node")
            return (await RunAsync("node", "-e", Node, secret, id, stamp, signatures, directory.File("body"))).ExitCode == 0;

        await File.WriteAllBytesAsync(
            directory.File("signed"), [.. System.Text.Encoding.UTF8.GetBytes($"{id}.{stamp}."), .. body]);
        var key = Convert.ToHexStringLower(Convert.FromBase64String(secret["whsec_".Length..]));
        var (_, output) = await RunAsync(
            "openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", $"hexkey:{key}", "-r", directory.File("signed"));
        return signatures == "v1," + Convert.ToBase64String(Convert.FromHexString(output.Split(' ')[0]));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
