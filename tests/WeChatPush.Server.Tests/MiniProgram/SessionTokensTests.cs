using System.Buffers.Text;
using System.Text;
using WeChatPush.Apps;
using WeChatPush.Server.MiniProgram;
using WeChatPush.TestSupport;

namespace WeChatPush.Server.Tests.MiniProgram;

public sealed class SessionTokensTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Catalog _apps = new();
    private readonly SessionTokens _tokens;

    public SessionTokensTests() => _tokens = new SessionTokens(_apps, _time);

    [Fact]
    public void Read_OfATokenThatWasIssued_IsItsUser()
    {
        var token = Issue();

        Read($"Bearer {token.Token}").ShouldBe("oUser");
        token.ExpiresAt.ShouldBe(_time.GetUtcNow().AddMinutes(30));
    }

    [Fact]
    public void Read_AfterItsTime_IsNone()
    {
        var token = Issue();

        _time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
        Read($"Bearer {token.Token}").ShouldBe("oUser");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Read($"Bearer {token.Token}").ShouldBeNull();
    }

    [Theory]
    [InlineData("cafe")]
    [InlineData("shop-too")]
    [InlineData("gone")]
    [InlineData("without-secret")]
    public void Read_AtAnotherApp_IsNone(string app)
    {
        var token = Issue();

        _tokens.Read(app, $"Bearer {token.Token}").ShouldBeNull();
    }

    [Fact]
    public void Read_ByAnotherInstance_IsItsUser()
    {
        var token = Issue();
        var other = new SessionTokens(new Catalog(), _time);

        other.Read("shop", $"Bearer {token.Token}").ShouldBe("oUser");
    }

    [Fact]
    public void Read_AfterTheAppSecretWasChanged_IsNone()
    {
        var token = Issue();
        _apps.Secrets["shop"] = "another secret";

        Read($"Bearer {token.Token}").ShouldBeNull();
        _apps.Secrets["shop"] = null;
        Read($"Bearer {token.Token}").ShouldBeNull();
    }

    [Fact]
    public void Issue_WithoutAnAppSecret_Throws()
    {
        Should.Throw<InvalidOperationException>(() => _tokens.Issue("without-secret", "oUser"));
    }

    [Fact]
    public void Token_DoesNotHoldTheAppSecret()
    {
        var parts = Issue().Token.Split('.');

        parts.Length.ShouldBe(2);
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])).ShouldNotContain("secret");
        Base64Url.DecodeFromChars(parts[1]).Length.ShouldBe(32);
    }

    [Fact]
    public void Read_OfATokenWithAnyCharacterChanged_IsNone()
    {
        var token = Issue().Token;
        for (var i = 0; i < token.Length; i++)
        {
            // The last character of each part has bits that stand for nothing.
            if (i == token.Length - 1 || token[i] == '.' || token[i + 1] == '.')
                continue;
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Read($"Bearer {changed}").ShouldBeNull(changed);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a")]
    [InlineData("Bearer .")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer !.!")]
    [InlineData("Basic YTpi")]
    public void Read_OfWhatIsNoToken_IsNone(string? authorization)
    {
        Read(authorization).ShouldBeNull();
    }

    private SessionToken Issue() => _tokens.Issue("shop", "oUser");

    private string? Read(string? authorization) => _tokens.Read("shop", authorization);

    private sealed class Catalog : IAppCatalog
    {
        public Dictionary<string, string?> Secrets { get; } = new()
        {
            ["shop"] = "the secret of the shop",
            ["shop-too"] = "the secret of the shop",
            ["cafe"] = "the secret of the cafe",
            ["without-secret"] = null,
        };

        public AppOptions? FindOptions(string name) =>
            Secrets.TryGetValue(name, out var secret) ? new AppOptions { AppSecret = secret } : null;

        public bool IsConfigured(string name) => Secrets.ContainsKey(name);

        public AppPage List(string? after, int limit) => throw new NotSupportedException();
    }
}
