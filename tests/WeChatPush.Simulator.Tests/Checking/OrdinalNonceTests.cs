using WeChatPush.Simulator.Checking.Cases;

namespace WeChatPush.Simulator.Tests.Checking;

public sealed class OrdinalNonceTests
{
    [Theory]
    [InlineData("token")]
    [InlineData("Token")]
    [InlineData("1abc")]
    [InlineData("9X")]
    [InlineData("9x")]
    [InlineData("AAAAA")]
    [InlineData("zzz")]
    public void For_AToken_IsOnDifferentSidesOfItInBytesAndInADictionary(string token)
    {
        var nonce = OrdinalNonce.For(token);

        Math.Sign(StringComparer.Ordinal.Compare(nonce, token))
            .ShouldBe(-Math.Sign(StringComparer.OrdinalIgnoreCase.Compare(nonce, token)));
    }
}
