using System.Buffers.Text;
using WeChatPush.Sending;

namespace WeChatPush.Engine.Tests.Sending;

public sealed class TokenSealTests
{
    private const string Token = "81_0123456789-abcdefghijklmnopqrstuvwxyz_ABCDEFGH";

    private readonly TokenSeal _seal = Seal();

    [Fact]
    public void Open_ByAnotherInstance_IsTheToken()
    {
        var text = _seal.Seal(Token)!;

        Seal().Open(text).ShouldBe(Token);
        StoredToken.IsToken(text).ShouldBeTrue();
        text.ShouldNotContain(Token);
    }

    [Fact]
    public void Seal_OfTheSameToken_IsTheSameText_InEveryInstance()
    {
        Seal().Seal(Token).ShouldBe(_seal.Seal(Token));
        _seal.Seal(Token + "x").ShouldNotBe(_seal.Seal(Token));
        _seal.Seal(null).ShouldBeNull();
    }

    [Theory]
    [InlineData("wx1", "another secret")]
    [InlineData("wx2", "secret")]
    public void Open_WithAnotherSecretOrForAnotherAppId_IsNone(string appId, string secret)
    {
        Seal(appId, secret).Open(_seal.Seal(Token)!).ShouldBeNull();
        Seal(appId, secret).Seal(Token).ShouldNotBe(_seal.Seal(Token));
    }

    [Fact]
    public void Open_OfWhatIsDamaged_IsNone()
    {
        var bytes = Base64Url.DecodeFromChars(_seal.Seal(Token));
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 1;
            _seal.Open(Base64Url.EncodeToString(damaged)).ShouldBeNull($"byte {i}");
            _seal.Open(Base64Url.EncodeToString(bytes.AsSpan(0, i))).ShouldBeNull($"{i} bytes");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("not base64 at all")]
    [InlineData(Token)]
    public void Open_OfWhatIsNoSealedToken_IsNone(string text)
    {
        _seal.Open(text).ShouldBeNull();
    }

    [Fact]
    public void ToString_SaysNothing()
    {
        _seal.ToString().ShouldNotContain("secret");
    }

    private static TokenSeal Seal(string appId = "wx1", string secret = "secret") => new(new AppOptions { AppId = appId, AppSecret = secret });
}
