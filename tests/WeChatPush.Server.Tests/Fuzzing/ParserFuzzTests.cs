using System.Text;
using System.Text.Json;
using WeChatPush.Protocol;
using WeChatPush.Receiving.Channels;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Fuzzing;
using Xunit.Abstractions;

namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>
/// What WeChat says, and what somebody might say in its place, against everything that reads it. The README says how to
/// run it longer.
/// </summary>
[Collection(FuzzCollection.Name)]
public sealed class ParserFuzzTests(ITestOutputHelper output)
{
    private const int UsualCases = 10_000;
    // The pools of the runtime keep what large bodies were handled in, up to a limit.
    private const long RoomToBreathe = 128 * 1024 * 1024;

    private static readonly PushCipher Cipher = new(EngineSetup.Key, "wxfuzzed0123456789");
    private static readonly byte[] Token = Encoding.UTF8.GetBytes(EngineSetup.Token);

    [Fact]
    public Task Bodies_WhenTheyAreMutated_AreReadOrRefused_AndBothReadersAgree() => RunAsync("bodies", chance =>
        ReadBody(FuzzText.Mutate(chance, FuzzCorpus.New(chance), FuzzCorpus.Bodies)));

    [Fact]
    public Task Ciphertexts_WhenTheyAreMutated_AreDecryptedOrRefused() => RunAsync("ciphertexts", chance =>
    {
        var clear = chance.Pick(FuzzCorpus.Bodies);
        var encrypt = Encoding.UTF8.GetBytes(Cipher.Encrypt(clear));
        Cipher.Decrypt(encrypt, out var message).ShouldBe(DecryptOutcome.Ok);
        message.ShouldBe(clear);

        var mutated = chance.Once(3)
            ? Encoding.ASCII.GetBytes(FuzzSeal.Encrypt(chance, clear, EngineSetup.Key, "wxfuzzed0123456789"))
            : FuzzText.Mutate(chance, encrypt, FuzzCorpus.Bodies);
        if (Cipher.Decrypt(mutated, out var other) == DecryptOutcome.Ok)
            ReadBody(other);
        else
            other.ShouldBeEmpty();
        PushSignature.VerifyEncrypted(Token, "1", "2", mutated, "0").ShouldBeFalse();
    });

    [Fact]
    public Task Queries_WhenTheyAreMutated_AreReadOrRefused() => RunAsync("queries", chance =>
    {
        var query = FuzzQuery.Mutate(chance, FuzzQuery.Valid);
        if (!PushQuery.TryRead(query, out var read))
            return;
        PushSignature.Verify(Token, read.Timestamp, read.Nonce, read.Signature);
        PushSignature.VerifyEncrypted(Token, read.Timestamp, read.Nonce, "abc"u8, read.MessageSignature);
    });

    // Whatever the body, one of a few answers; and what was read once reads the same again.
    private static void ReadBody(byte[] body)
    {
        var outcome = PushReader.ReadHeader(body, out var header);
        PushReader.Read(body, out var message).ShouldBe(outcome);
        PushEnvelope.Read(body, out var envelope);
        if (outcome != ReadOutcome.Ok)
        {
            header.ShouldBe(default);
            return;
        }

        message.Header.ShouldBe(header);
        PushIdentity.From("app", header, body).ShouldBe(PushIdentity.From("app", header, body.ToArray()));
        ReadUnified(message);
        foreach (var info in PushCatalogue.Find(message.Kind) is { } known ? [known] : PushCatalogue.All.Take(1))
            info.Read(message).ShouldNotBeNull();
        if (header is { FromUserName: not null, ToUserName: not null })
            PushReader.ReadHeader(PushReply.TransferToCustomerService(message, 1), out _).ShouldBe(ReadOutcome.Ok);
        PushEnvelope.Read(PushReply.EncryptedReply(Cipher, EngineSetup.Token, message.Format, body, 1, "n"), out envelope).ShouldBe(ReadOutcome.Ok);
        Cipher.Decrypt(envelope.Encrypt.Span, out var reply).ShouldBe(DecryptOutcome.Ok);
        reply.ShouldBe(body);
    }

    // The unified form is a push of its own: valid JSON in valid UTF-8, with the same fields.
    private static void ReadUnified(PushMessage message)
    {
        var json = Encoding.UTF8.GetBytes(message.Json.GetRawText());
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });
        document.RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
        foreach (var field in document.RootElement.EnumerateObject().Take(20))
            _ = message[field.Name];
        _ = message["List.0.TemplateId"];
    }

    private async Task RunAsync(string what, Action<FuzzCase> play)
    {
        var plan = FuzzPlan.Read(UsualCases);
        output.WriteLine($"{what}: {plan}");
        var run = new FuzzRun(plan, chance =>
        {
            play(chance);
            return Task.CompletedTask;
        });
        await run.RunAsync();

        output.WriteLine($"slowest case: {run.Slowest.TotalMilliseconds:0} ms, heap: {run.Heap.Early / 1024} → {run.Heap.Late / 1024} KiB");
        (run.Heap.Late - run.Heap.Early).ShouldBeLessThan(RoomToBreathe);
    }
}
