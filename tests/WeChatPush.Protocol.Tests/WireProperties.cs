using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace WeChatPush.Protocol.Tests;

/// <summary>What holds for every input, tried on many.</summary>
public sealed class WireProperties
{
    private static readonly PushCipher Cipher = new(Vector.OfficialRequest.Key, Vector.OfficialRequest.AppId);
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Cipher_WhenAnyMessage_ThenItComesBack() =>
        Check<byte[]>(message =>
            Cipher.Decrypt(Utf8(Cipher.Encrypt(message)), out var decrypted) == DecryptOutcome.Ok
            && decrypted.AsSpan().SequenceEqual(message));

    [Fact]
    public void Cipher_WhenAnyPadLength_ThenTheMessageComesBack()
    {
        for (var length = 0; length < 100; length++)
        {
            var message = new byte[length];
            Random.Shared.NextBytes(message);

            Cipher.Decrypt(Utf8(Cipher.Encrypt(message)), out var decrypted).ShouldBe(DecryptOutcome.Ok);
            decrypted.ShouldBe(message);
        }
    }

    [Fact]
    public void Cipher_WhenAnyAppId_ThenOnlyItsOwnCipherReadsIt() =>
        Check<NonEmptyString, byte[]>((appId, message) =>
        {
            var name = "wx" + appId.Get.Replace('\uFFFD', '_');
            var mine = new PushCipher(Vector.OfficialRequest.Key, name);
            var other = new PushCipher(Vector.OfficialRequest.Key, name + "x");
            var encrypt = Utf8(mine.Encrypt(message));

            return mine.Decrypt(encrypt, out _) == DecryptOutcome.Ok
                && other.Decrypt(encrypt, out _) != DecryptOutcome.Ok;
        });

    [Fact]
    public void Decrypt_WhenAnyBytes_ThenNoException() =>
        Check<byte[]>(bytes => Cipher.Decrypt(bytes, out var message) != DecryptOutcome.Ok && message.Length == 0);

    [Fact]
    public void Decrypt_WhenAnyBlocks_ThenNoException() =>
        Check<byte[], PositiveInt>((bytes, blocks) =>
        {
            var cipherText = new byte[16 * (2 + (blocks.Get % 8))];
            bytes.AsSpan(0, Math.Min(bytes.Length, cipherText.Length)).CopyTo(cipherText);

            return Cipher.Decrypt(Utf8(Convert.ToBase64String(cipherText)), out var message) != DecryptOutcome.Ok
                && message.Length == 0;
        });

    [Fact]
    public void Push_WhenOneByteOfEncryptChanges_ThenTheSignatureNoLongerFits() =>
        Check<byte[], PositiveInt, byte>((message, position, change) =>
        {
            var encrypt = Cipher.Encrypt(message);
            var signature = PushSignature.ComputeEncrypted("AAAAA", "1714112445", "415670741", encrypt);
            var received = Utf8(encrypt);
            received[position.Get % received.Length] ^= change;

            return PushSignature.VerifyEncrypted("AAAAA"u8, "1714112445", "415670741", received, signature)
                == (change == 0);
        });

    [Fact]
    public void Signature_WhenAnyParts_ThenItVerifies() =>
        Check<NonEmptyString, string, string>((token, timestamp, nonce) =>
            PushSignature.Verify(
                Utf8(token.Get),
                timestamp,
                nonce,
                PushSignature.Compute(token.Get, timestamp ?? "", nonce ?? "")));

    [Fact]
    public void Signature_WhenAnyText_ThenNoException() =>
        Check<string>(signature => !PushSignature.Verify("AAAAA"u8, "1", "2", signature));

    [Theory]
    [InlineData("""{"ToUserName":"gh_97417a04a28d","Encrypt":"ab\/+==","List":[{"a":1}]}""")]
    [InlineData("<xml>\n<ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><Encrypt>a&amp;b</Encrypt><A/></xml>")]
    public void Envelope_WhenAnyByteChanges_ThenNoException(string text) =>
        Check<PositiveInt, byte, PositiveInt>((position, change, cut) =>
        {
            var body = Utf8(text);
            body[position.Get % body.Length] ^= change;
            var length = cut.Get % 4 == 0 ? cut.Get % body.Length : body.Length;

            var outcome = PushEnvelope.Read(body.AsMemory(0, length), out var envelope);
            return outcome == ReadOutcome.Ok || envelope.Encrypt.IsEmpty;
        });

    [Fact]
    public void Envelope_WhenAnyBytes_ThenNoException() =>
        Check<byte[]>(bytes => PushEnvelope.Read((byte[])[(byte)'{', .. bytes], out _) != ReadOutcome.Ok
            && PushEnvelope.Read((byte[])[(byte)'<', .. bytes], out _) != ReadOutcome.Ok);

    [Fact]
    public void Reply_WhenAnyText_ThenReadable() =>
        Check<string>(text =>
            PushEnvelope.Read(PushReply.Error(PushFormat.Xml, 1, text ?? ""), out _) == ReadOutcome.Ok
            && PushEnvelope.Read(PushReply.Error(PushFormat.Json, 1, text ?? ""), out _) == ReadOutcome.Ok);

    private static void Check<T>(Func<T, bool> property) => Prop.ForAll(property).Check(Thorough);

    private static void Check<T1, T2>(Func<T1, T2, bool> property) => Prop.ForAll(property).Check(Thorough);

    private static void Check<T1, T2, T3>(Func<T1, T2, T3, bool> property) => Prop.ForAll(property).Check(Thorough);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
