using System.Text;
using BenchmarkDotNet.Attributes;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Benchmarks.Wire;

/// <summary>Each step of the wire for itself, on a push of about six hundred bytes.</summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private const string AppId = "wxbench0123456789";
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string Timestamp = "1555684067";
    private const string Nonce = "1320562132";

    private readonly PushCipher _cipher = new(AesKey, AppId);
    private readonly byte[] _token = Encoding.UTF8.GetBytes("benchtoken");
    private readonly byte[] _reply = Encoding.UTF8.GetBytes("""{"ErrCode":0,"ErrMsg":"success"}""");
    private byte[] _clear = [];
    private byte[] _sealed = [];
    private byte[] _encrypt = [];
    private PushHeader _header;
    private string _signature = "";
    private string _sealedSignature = "";

    /// <summary>The format of the push.</summary>
    [Params(PushFormat.Xml, PushFormat.Json)]
    public PushFormat Format { get; set; }

    /// <summary>Makes the push.</summary>
    [GlobalSetup]
    public void Make()
    {
        var app = new SimulatedApp
        {
            Name = "bench", AppId = AppId, Token = "benchtoken", EncodingAesKey = AesKey,
            Mode = WireMode.Secure, Format = Format, PushUrl = new Uri("http://localhost"),
        };
        var content = new string('好', 60) + " a message of about six hundred bytes, as customers write them to a shop";
        var payload = new PushBuilder(app, "oBench000000abcdefghijklmnop").Text(content);
        _clear = payload.Body.ToArray();
        _sealed = new PushSigner(app).Push(payload).Body.ToArray();
        PushEnvelope.Read(_sealed, out var envelope);
        _encrypt = envelope.Encrypt.ToArray();
        PushReader.ReadHeader(_clear, out _header);
        _signature = PushSignature.Compute("benchtoken", Timestamp, Nonce);
        _sealedSignature = PushSignature.ComputeEncrypted("benchtoken", Timestamp, Nonce, Encoding.UTF8.GetString(_encrypt));
    }

    /// <summary>The size of the push in the clear.</summary>
    public int Size => _clear.Length;

    /// <summary><c>signature</c>.</summary>
    [Benchmark]
    public bool Verify() => PushSignature.Verify(_token, Timestamp, Nonce, _signature);

    /// <summary><c>msg_signature</c>.</summary>
    [Benchmark]
    public bool VerifyEncrypted() => PushSignature.VerifyEncrypted(_token, Timestamp, Nonce, _encrypt, _sealedSignature);

    /// <summary>Base64 and AES.</summary>
    [Benchmark]
    public DecryptOutcome Decrypt() => _cipher.Decrypt(_encrypt, out _);

    /// <summary>The fields of the envelope.</summary>
    [Benchmark]
    public ReadOutcome Read() => PushReader.ReadHeader(_clear, out _);

    /// <summary>What makes two tries one push.</summary>
    [Benchmark]
    public PushIdentity Identity() => PushIdentity.From(AppId, _header, _clear);

    /// <summary>All fields, in the form that handlers see.</summary>
    [Benchmark]
    public ReadOutcome UnifiedJson() => PushReader.Read(_clear, out _);

    /// <summary>The way of a reply.</summary>
    [Benchmark]
    public byte[] EncryptReply() => PushReply.EncryptedReply(_cipher, "benchtoken", Format, _reply, 1555684067, Nonce);

    /// <summary>Everything the receive path does with a sealed push before it knows what it is.</summary>
    [Benchmark]
    public ReadOutcome VerifyDecryptAndRead()
    {
        PushEnvelope.Read(_sealed, out var envelope);
        if (!PushSignature.VerifyEncrypted(_token, Timestamp, Nonce, envelope.Encrypt.Span, _sealedSignature))
            return ReadOutcome.Malformed;
        _cipher.Decrypt(envelope.Encrypt.Span, out var message);
        return PushReader.ReadHeader(message, out _);
    }
}
