using System.Text;

namespace WeChatPush.Protocol.Tests;

public sealed class PushCipherTests
{
    private static readonly Vector Official = Vector.OfficialRequest;

    [Theory]
    [MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void Decrypt_WhenVector_ThenItsMessage(string name, Vector vector)
    {
        name.ShouldNotBeEmpty();
        var cipher = new PushCipher(vector.Key, vector.AppId);

        var outcome = cipher.Decrypt(Encoding.UTF8.GetBytes(vector.Encrypt), out var message);

        outcome.ShouldBe(DecryptOutcome.Ok);
        Encoding.UTF8.GetString(message).ShouldBe(vector.Message);
    }

    [Theory]
    [MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void Encrypt_WhenVector_ThenItsCiphertext(string name, Vector vector)
    {
        name.ShouldNotBeEmpty();
        var cipher = new PushCipher(vector.Key, vector.AppId);

        var encrypt = cipher.Encrypt(Encoding.UTF8.GetBytes(vector.Message), Encoding.UTF8.GetBytes(vector.Random));

        encrypt.ShouldBe(vector.Encrypt);
    }

    [Fact]
    public void Encrypt_WhenCalledTwice_ThenTwoTextsOfOneMessage()
    {
        var cipher = new PushCipher(Official.Key, Official.AppId);

        var first = cipher.Encrypt("收到"u8);
        var second = cipher.Encrypt("收到"u8);

        first.ShouldNotBe(second);
        foreach (var encrypt in (string[])[first, second])
        {
            cipher.Decrypt(Encoding.UTF8.GetBytes(encrypt), out var message).ShouldBe(DecryptOutcome.Ok);
            Encoding.UTF8.GetString(message).ShouldBe("收到");
        }
    }

    [Fact]
    public void Encrypt_WhenTheRandomBytesAreTheSame_ThenTheTextIsTheSame_HoweverOften()
    {
        var cipher = new PushCipher(Official.Key, Official.AppId);
        var first = cipher.Encrypt("收到"u8, "0123456789abcdef"u8);

        cipher.Encrypt("another"u8, "fedcba9876543210"u8).ShouldNotBe(first);
        cipher.Encrypt("收到"u8, "0123456789abcdef"u8).ShouldBe(first);
    }

    [Fact]
    public void Encrypt_WhenRandomIsNot16Bytes_ThenTheExceptionSaysSo() =>
        Should.Throw<ArgumentException>(() => new PushCipher(Official.Key, Official.AppId).Encrypt("x"u8, "short"u8))
            .Message.ShouldStartWith("16 random bytes are needed.");

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", true)]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", true)]
    [InlineData("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAA-AAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("中AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsValidKey_WhenText_ThenWhetherItIs43CharactersOfBase64(string? key, bool valid) =>
        PushCipher.IsValidKey(key).ShouldBe(valid);

    [Fact]
    public void New_WhenKeyIsBad_ThenTheExceptionDoesNotRepeatIt()
    {
        var error = Should.Throw<ArgumentException>(() => new PushCipher("secret-key", "wx5823bf96d3bd56c7"));

        error.ToString().ShouldNotContain("secret-key");
        error.Message.ShouldStartWith("An EncodingAESKey is 43 letters and digits.");
    }

    [Fact]
    public void New_WhenAppIdIsEmpty_ThenArgumentException() =>
        Should.Throw<ArgumentException>(() => new PushCipher(Official.Key, " "));

    [Fact]
    public async Task Decrypt_WhenManyThreads_ThenEachGetsItsOwnMessage()
    {
        var cipher = new PushCipher(Official.Key, Official.AppId);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
            Enumerable.Range(0, 500).All(i =>
            {
                var text = $"{worker}: {new string('x', i)}";
                var encrypt = Encoding.UTF8.GetBytes(cipher.Encrypt(Encoding.UTF8.GetBytes(text)));
                return cipher.Decrypt(encrypt, out var message) == DecryptOutcome.Ok
                    && Encoding.UTF8.GetString(message) == text;
            }))));

        results.ShouldAllBe(ok => ok);
    }

    [Fact]
    public void Decrypt_WhenCalled_ThenOnlyTheMessageIsAllocated()
    {
        var cipher = new PushCipher(Official.Key, Official.AppId);
        var encrypt = Encoding.UTF8.GetBytes(Official.Encrypt);
        cipher.Decrypt(encrypt, out var message).ShouldBe(DecryptOutcome.Ok);
        var arrayOverhead = 4 * IntPtr.Size; // header, length, alignment

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            cipher.Decrypt(encrypt, out _);
        var perCall = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        perCall.ShouldBeLessThanOrEqualTo(message.Length + arrayOverhead);
    }
}
