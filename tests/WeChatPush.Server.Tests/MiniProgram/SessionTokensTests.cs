using WeChatPush.Server.MiniProgram;
using WeChatPush.Sqlite.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Server.Tests.MiniProgram;

public sealed class SessionTokensTests : IAsyncLifetime
{
    private readonly SqliteFile _file = new();
    private readonly ManualTimeProvider _time = new();
    private SessionTokens _tokens = null!;

    public Task InitializeAsync()
    {
        _tokens = new SessionTokens(new SqliteSharedKeys(_file.Store), _time);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _tokens.Dispose();
        await _file.DisposeAsync();
    }

    [Fact]
    public async Task Read_OfATokenThatWasIssued_IsItsUser()
    {
        var token = await IssueAsync();

        (await ReadAsync($"Bearer {token.Token}")).ShouldBe("oUser");
        token.ExpiresAt.ShouldBe(_time.GetUtcNow().AddMinutes(30));
    }

    [Fact]
    public async Task Read_AfterItsTime_IsNone()
    {
        var token = await IssueAsync();

        _time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
        (await ReadAsync($"Bearer {token.Token}")).ShouldBe("oUser");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await ReadAsync($"Bearer {token.Token}")).ShouldBeNull();
    }

    [Fact]
    public async Task Read_AtAnotherApp_IsNone()
    {
        var token = await IssueAsync();

        (await _tokens.ReadAsync("cafe", $"Bearer {token.Token}", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Read_ByAnotherInstanceOverTheSameStore_IsItsUser()
    {
        var token = await IssueAsync();
        using var other = new SessionTokens(new SqliteSharedKeys(_file.Store), _time);

        (await other.ReadAsync("shop", $"Bearer {token.Token}", default)).ShouldBe("oUser");
    }

    [Fact]
    public async Task Read_OfATokenOfAnotherStore_IsNone()
    {
        await using var elsewhere = new SqliteFile();
        using var others = new SessionTokens(new SqliteSharedKeys(elsewhere.Store), _time);
        var token = await others.IssueAsync("shop", "oUser", default);

        (await ReadAsync($"Bearer {token.Token}")).ShouldBeNull();
    }

    [Fact]
    public async Task Read_OfATokenWithAnyCharacterChanged_IsNone()
    {
        var token = (await IssueAsync()).Token;
        for (var i = 0; i < token.Length; i++)
        {
            // The last character of each part has bits that stand for nothing.
            if (i == token.Length - 1 || token[i] == '.' || token[i + 1] == '.')
                continue;
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            (await ReadAsync($"Bearer {changed}")).ShouldBeNull(changed);
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
    public async Task Read_OfWhatIsNoToken_IsNone(string? authorization)
    {
        (await ReadAsync(authorization)).ShouldBeNull();
    }

    private async Task<SessionToken> IssueAsync() => await _tokens.IssueAsync("shop", "oUser", default);

    private async Task<string?> ReadAsync(string? authorization) =>
        await _tokens.ReadAsync("shop", authorization, default);
}
