using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Protocol.Tests;

/// <summary>Everything that can be wrong inside, built by hand and encrypted with the right key.</summary>
public sealed class PushCipherRefusalTests
{
    private const string AppId = "wxba5fad812f8e6fb9";

    private static readonly string Key = new('A', 43);
    private static readonly PushCipher Cipher = new(Key, AppId);

    [Theory]
    [InlineData("not base64!")]
    [InlineData("QUJ")]
    [InlineData("QUJD=")]
    [InlineData("中文中文")]
    [InlineData("QUJDRA=")]
    public void Decrypt_WhenNotBase64_ThenBadBase64(string encrypt) =>
        Decrypt(Encoding.UTF8.GetBytes(encrypt)).ShouldBe(DecryptOutcome.BadBase64);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(47)]
    public void Decrypt_WhenLengthIsImpossible_ThenBadLength(int length) =>
        Decrypt(Base64(new byte[length])).ShouldBe(DecryptOutcome.BadLength);

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    [InlineData(255)]
    public void Decrypt_WhenPadByteIsOutOfRange_ThenBadPadding(byte pad)
    {
        var plain = Plain(12, AppId, 32);
        plain[^1] = pad;

        Decrypt(Seal(plain)).ShouldBe(DecryptOutcome.BadPadding);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(32)]
    public void Decrypt_WhenOnePadByteDiffers_ThenBadPadding(int fromEnd)
    {
        var plain = Plain(26, AppId, 32);
        plain[^1].ShouldBe((byte)32);
        plain[^fromEnd] ^= 1;

        Decrypt(Seal(plain)).ShouldBe(DecryptOutcome.BadPadding);
    }

    [Fact]
    public void Decrypt_WhenOnlyPadding_ThenBadMessageLength() =>
        Decrypt(Seal([.. Enumerable.Repeat((byte)32, 32)])).ShouldBe(DecryptOutcome.BadMessageLength);

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(0x80000000)]
    [InlineData(0x7FFFFFFF)]
    [InlineData(45u)]
    public void Decrypt_WhenLengthFieldIsTooLarge_ThenBadMessageLength(uint length)
    {
        var plain = Plain(26, AppId, 32);
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(16), length);

        Decrypt(Seal(plain)).ShouldBe(DecryptOutcome.BadMessageLength);
    }

    [Theory]
    [InlineData(25u)]
    [InlineData(27u)]
    [InlineData(44u)]
    [InlineData(0u)]
    public void Decrypt_WhenLengthFieldCutsElsewhere_ThenWrongAppId(uint length)
    {
        var plain = Plain(26, AppId, 32);
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(16), length);

        Decrypt(Seal(plain)).ShouldBe(DecryptOutcome.WrongAppId);
    }

    [Fact]
    public void Decrypt_WhenNothingFollowsTheLengthField_ThenWrongAppId() =>
        Decrypt(Seal([.. new byte[20], .. Enumerable.Repeat((byte)12, 12)])).ShouldBe(DecryptOutcome.WrongAppId);

    [Theory]
    [InlineData("wxba5fad812f8e6fb8")]
    [InlineData("WXBA5FAD812F8E6FB9")]
    [InlineData("wxba5fad812f8e6fb")]
    [InlineData("wxba5fad812f8e6fb9\0")]
    [InlineData("")]
    public void Decrypt_WhenMessageIsForAnotherApp_ThenWrongAppId(string appId) =>
        Decrypt(Seal(Plain(26, appId, 32))).ShouldBe(DecryptOutcome.WrongAppId);

    [Fact]
    public void Decrypt_WhenAnotherKey_ThenNotOk()
    {
        var other = new PushCipher("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", AppId);

        Decrypt(Encoding.UTF8.GetBytes(other.Encrypt("{}"u8))).ShouldNotBe(DecryptOutcome.Ok);
    }

    [Fact]
    public void Decrypt_WhenMessageIsEmpty_ThenOkAndEmpty()
    {
        Cipher.Decrypt(Encoding.UTF8.GetBytes(Cipher.Encrypt([])), out var message).ShouldBe(DecryptOutcome.Ok);

        message.ShouldBeEmpty();
    }

    [Fact]
    public void Decrypt_WhenRefused_ThenTheNextMessageIsUnharmed()
    {
        Decrypt(Seal(new byte[64])).ShouldBe(DecryptOutcome.BadPadding);

        Decrypt(Encoding.UTF8.GetBytes(Vector.OfficialRequest.Encrypt)).ShouldBe(DecryptOutcome.Ok);
    }

    private static DecryptOutcome Decrypt(byte[] encrypt)
    {
        var outcome = Cipher.Decrypt(encrypt, out var message);
        if (outcome != DecryptOutcome.Ok)
            message.ShouldBeEmpty();
        return outcome;
    }

    private static byte[] Plain(int messageLength, string appId, int blockLength)
    {
        var tail = Encoding.UTF8.GetBytes(appId);
        var full = 20 + messageLength + tail.Length;
        var plain = new byte[full + blockLength - (full % blockLength)];
        plain.AsSpan().Fill((byte)(plain.Length - full));
        plain.AsSpan(0, full).Fill((byte)'x');
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(16), (uint)messageLength);
        tail.CopyTo(plain, 20 + messageLength);
        return plain;
    }

    private static byte[] Seal(byte[] plain)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(Key + "=");
        return Base64(aes.EncryptCbc(plain, aes.Key.AsSpan(0, 16), PaddingMode.None));
    }

    private static byte[] Base64(byte[] bytes) => Encoding.UTF8.GetBytes(Convert.ToBase64String(bytes));
}
