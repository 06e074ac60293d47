using System.Collections.Concurrent;
using Spectre.Console;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Commands;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Simulator.Tests.Commands;

/// <summary>Live pushes of a server, on the developer's machine.</summary>
public sealed class ListenCommandTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentLog _output = new();
    private readonly CancellationTokenSource _end = new();
    private ServerUnderTest _server = null!;
    private Task<int>? _listening;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _server.UseKestrel(0);
        _server.StartServer();
    }

    public Task DisposeAsync()
    {
        _end.Dispose();
        _server.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Listen_PassesAPush_AsAForwardRuleWould()
    {
        await using var backend = await Destination.StartAsync();
        var listening = ListenAsync("--forward", $"{backend.Url}", "--secret", Secret);
        await SeeAsync("Listening");
        await PushAsync("你好");

        var call = await backend.NextAsync();
        call.Json.GetProperty("app").GetString().ShouldBe("shop");
        call.Json.GetProperty("message").GetProperty("Content").GetString().ShouldBe("你好");
        call.Json.GetProperty("id").GetString().ShouldBe(call.Id);
        WebhookSignature.TryReadSecret(Secret, out var key).ShouldBeTrue();
        call.Headers["webhook-signature"].ShouldBe(WebhookSignature.Compute(key, call.Id, call.Headers["webhook-timestamp"], call.Body));
        await SeeAsync("text → 200");

        await _end.CancelAsync();
        (await listening.WaitAsync(WaitTimeout)).ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task Listen_WithAToken_PassesItAsWeChatDoes_ToAnotherServer()
    {
        const string aesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
        using var other = await ServerUnderTest.StartAsync(("Apps:shop:Token", "another-token"), ("Apps:shop:EncodingAesKey", aesKey), ("Apps:shop:Mode", "Secure"));
        other.UseKestrel(0);
        other.StartServer();
        using var address = other.CreateClient();
        var listening = ListenAsync(
            "--forward", $"{address.BaseAddress}wechat/shop", "--token", "another-token", "--aes-key", aesKey, "--app-id", other.Shop.AppId);
        await SeeAsync("Listening");
        await PushAsync("encrypted again");
        await SeeAsync("200 success");

        using var client = other.Client();
        (await client.JsonAsync("/api/v1/apps/shop/messages")).GetProperty("items").Texts("msgType").ShouldBe(["text"]);
        await _end.CancelAsync();
        (await listening.WaitAsync(WaitTimeout)).ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task Listen_WhereNothingTakesThePush_SaysSo_AndGoesOn()
    {
        var listening = ListenAsync("--forward", "http://localhost:1/wechat");
        await SeeAsync("Listening");
        await PushAsync("one");
        await SeeAsync("is the server running?");
        await PushAsync("two");
        await SeeAsync("is the server running?", times: 2);

        await _end.CancelAsync();
        (await listening.WaitAsync(WaitTimeout)).ShouldBe(ExitCode.Success);
    }

    [Theory]
    [InlineData("--app", "nope", "has no app nope")]
    [InlineData("--admin-key", "wrong", "does not know this admin key")]
    [InlineData("--secret", "wrong", "whsec_")]
    [InlineData("--url", "http://localhost:1", "is the server running?")]
    public async Task Listen_ThatCannotWork_Is2AndSaysWhy(string name, string value, string expected)
    {
        (await ListenAsync("--forward", "http://localhost:1", name, value).WaitAsync(WaitTimeout)).ShouldBe(ExitCode.Usage);

        _output.ToString().ShouldContain(expected);
        _output.ToString().ShouldNotContain("   at ");
    }

    private Task SeeAsync(string text, int times = 1) => Eventually.TrueAsync(
        () => _output.ToString().Split(text).Length > times, () => $"{text} is not seen in: {_output} {_listening?.Exception}", WaitTimeout);

    private async Task PushAsync(string text)
    {
        using var http = _server.CreateClient();
        var app = _server.Shop with { PushUrl = new Uri(http.BaseAddress!, "wechat/shop") };
        using var client = new PushClient();
        (await client.PushAsync(app, new PushBuilder(app, "oUser").Text(text))).IsAccepted.ShouldBeTrue();
    }

    private Task<int> ListenAsync(params string[] given)
    {
        using var client = _server.CreateClient();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(_output) });
        console.Profile.Width = 200;
        var line = new List<string> { "listen" };
        line.AddRange(given);
        foreach (var (name, value) in new[]
        {
            ("--url", client.BaseAddress!.ToString()), ("--admin-key", ServerUnderTest.AdminKey), ("--app", "shop"),
        })
        {
            if (!given.Contains(name))
                line.AddRange([name, value]);
        }

        return _listening = SimulatorCommand.RunAsync(line, console, _end.Token);
    }

    /// <summary>Read while it is written.</summary>
    private sealed class ConcurrentLog : StringWriter
    {
        private readonly ConcurrentQueue<string> _parts = [];

        public override void Write(char value) => _parts.Enqueue(value.ToString());

        public override void Write(string? value) => _parts.Enqueue(value ?? "");

        public override void Write(char[] buffer, int index, int count) => _parts.Enqueue(new string(buffer, index, count));

        public override string ToString() => string.Concat(_parts);
    }
}
