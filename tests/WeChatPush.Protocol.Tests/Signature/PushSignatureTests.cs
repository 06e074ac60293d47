using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Protocol.Tests;

public sealed class PushSignatureTests
{
    private const string Official = "f464b24fc39322e44b38aa78f5edd27bd1441696";

    private static readonly byte[] Token = "AAAAA"u8.ToArray();

    [Theory]
    [InlineData("1714036504", "1514711492", Official)]
    [InlineData("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78")]
    [InlineData("1714112445", "415670741", "6c5c811b55cc85e0e1b54100749188c20beb3f5d")]
    public void Verify_WhenOfficialExample_ThenTrue(string timestamp, string nonce, string signature)
    {
        PushSignature.Verify(Token, timestamp, nonce, signature).ShouldBeTrue();
        PushSignature.Compute("AAAAA", timestamp, nonce).ShouldBe(signature);
    }

    [Theory]
    [InlineData("BBBBB", "1714036504", "1514711492", Official)]
    [InlineData("AAAAA", "1714036505", "1514711492", Official)]
    [InlineData("AAAAA", "1714036504", "1514711493", Official)]
    [InlineData("AAAAA", "1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441697")]
    [InlineData("AAAAA", "1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd144169")]
    [InlineData("AAAAA", "1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd14416960")]
    [InlineData("AAAAA", "1714036504", "1514711492", "g464b24fc39322e44b38aa78f5edd27bd1441696")]
    [InlineData("AAAAA", "1714036504", "1514711492", " 464b24fc39322e44b38aa78f5edd27bd1441696")]
    [InlineData("AAAAA", "1714036504", "1514711492", "")]
    [InlineData("AAAAA", "", "", Official)]
    public void Verify_WhenAnythingDiffers_ThenFalse(string token, string timestamp, string nonce, string signature) =>
        PushSignature.Verify(Encoding.UTF8.GetBytes(token), timestamp, nonce, signature).ShouldBeFalse();

    [Fact]
    public void Compute_WithoutAToken_OrEncrypt_NamesWhatIsMissing()
    {
        Should.Throw<ArgumentNullException>(() => PushSignature.Compute(null!, "1", "2")).ParamName.ShouldBe("token");
        Should.Throw<ArgumentException>(() => PushSignature.ComputeEncrypted("AAAAA", "1", "2", "")).ParamName.ShouldBe("encrypt");
    }

    [Fact]
    public void Verify_WhenTokenIsEmpty_ThenFalseEvenIfTheHashFits() =>
        PushSignature.Verify([], "1", "2", PushSignature.Compute("", "1", "2")).ShouldBeFalse();

    [Fact]
    public void Verify_WhenCultureWouldSortOtherwise_ThenOrdinalOrderCounts()
    {
        var signature = Sha1("+xyz" + "/abc" + "Zq9" + "weixin");

        PushSignature.ComputeEncrypted("weixin", "Zq9", "/abc", "+xyz").ShouldBe(signature);
        PushSignature.VerifyEncrypted("weixin"u8, "Zq9", "/abc", "+xyz"u8, signature).ShouldBeTrue();
    }

    [Fact]
    public void Verify_WhenPartsComeInAnyOrder_ThenTheSameSignature()
    {
        string[] parts = ["weixin", "/abc", "+xyz", "Abc"];
        var signature = Sha1("+xyz" + "/abc" + "Abc" + "weixin");

        foreach (var p in Permutations(parts))
            PushSignature.ComputeEncrypted(p[0], p[1], p[2], p[3]).ShouldBe(signature);
    }

    [Fact]
    public void Verify_WhenValuesAreLong_ThenNothingIsCut()
    {
        var nonce = new string('中', 3000);
        var signature = Sha1("1" + "AAAAA" + nonce);

        PushSignature.Verify(Token, "1", nonce, signature).ShouldBeTrue();
        PushSignature.Verify(Token, "1", nonce.AsSpan(1), signature).ShouldBeFalse();
    }

    [Fact]
    public void Verify_WhenNonceIsHalfASurrogatePair_ThenFalseWithoutException() =>
        PushSignature.Verify(Token, "1714036504", "\uD83D", Official).ShouldBeFalse();

    [Theory]
    [MemberData(nameof(Vector.All), MemberType = typeof(Vector))]
    public void VerifyEncrypted_WhenVector_ThenTrue(string name, Vector vector)
    {
        name.ShouldNotBeEmpty();
        var token = Encoding.UTF8.GetBytes(vector.Token);
        var encrypt = Encoding.UTF8.GetBytes(vector.Encrypt);

        PushSignature.VerifyEncrypted(token, vector.Timestamp, vector.Nonce, encrypt, vector.Signature).ShouldBeTrue();
        PushSignature.ComputeEncrypted(vector.Token, vector.Timestamp, vector.Nonce, vector.Encrypt)
            .ShouldBe(vector.Signature);
    }

    [Fact]
    public void VerifyEncrypted_WhenNonceIsAltered_ThenFalse()
    {
        var vector = Vector.EchoString;

        PushSignature.VerifyEncrypted(
            "123456"u8, vector.Timestamp, "437374424", Encoding.UTF8.GetBytes(vector.Encrypt), vector.Signature)
            .ShouldBeFalse();
    }

    [Fact]
    public void VerifyEncrypted_WhenEncryptIsAltered_ThenFalse()
    {
        var vector = Vector.OfficialRequest;
        var encrypt = Encoding.UTF8.GetBytes(vector.Encrypt);
        encrypt[100] ^= 1;

        PushSignature.VerifyEncrypted(Token, vector.Timestamp, vector.Nonce, encrypt, vector.Signature).ShouldBeFalse();
    }

    [Fact]
    public void VerifyEncrypted_WhenEncryptIsEmpty_ThenThePlainSignatureDoesNotPass() =>
        PushSignature.VerifyEncrypted(Token, "1714036504", "1514711492", [], Official).ShouldBeFalse();

    [Fact]
    public void Verify_WhenCalled_ThenNothingIsAllocated()
    {
        var vector = Vector.OfficialRequest;
        var encrypt = Encoding.UTF8.GetBytes(vector.Encrypt);
        VerifyBoth(vector, encrypt).ShouldBeTrue();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            VerifyBoth(vector, encrypt);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static bool VerifyBoth(Vector vector, byte[] encrypt) =>
        PushSignature.Verify(Token, "1714036504", "1514711492", Official)
        && PushSignature.VerifyEncrypted(Token, vector.Timestamp, vector.Nonce, encrypt, vector.Signature);

    private static string Sha1(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<string[]> Permutations(string[] parts) =>
        parts.Length == 0
            ? [[]]
            : parts.SelectMany(
                first => Permutations([.. parts.Where(part => part != first)]),
                (first, rest) => (string[])[first, .. rest]);
}
