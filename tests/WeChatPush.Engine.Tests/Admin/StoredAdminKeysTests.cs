using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Admin;
using WeChatPush.Records;
using WeChatPush.Sqlite.Storage;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Admin;

public sealed class StoredAdminKeysTests : IAsyncLifetime
{
    private readonly SqliteFile _file = new();
    private readonly ManualTimeProvider _time = new();
    private readonly FakeLogCollector _log = new();
    private SqliteRecordStore _records = null!;
    private RecordWatch _watch = null!;
    private StoredAdminKeys _keys = null!;

    public async Task InitializeAsync()
    {
        _records = new SqliteRecordStore(_file.Store, _time);
        (_watch, _keys) = Open();
        _keys.IsLoaded.ShouldBeFalse();
        await _watch.RefreshAsync(default);
    }

    public async Task DisposeAsync()
    {
        _watch.Dispose();
        await _file.DisposeAsync();
    }

    [Fact]
    public async Task Create_MakesAKeyThatIsFoundByItsHash_AndNotStored()
    {
        var made = (await _keys.CreateAsync(New("ops") with { Apps = ["shop"], Role = AdminRole.Operator }, default))!;

        made.Secret.ShouldMatch("^wcp_[A-Za-z0-9_-]{43}$");
        made.Stored.Prefix.ShouldBe(made.Secret[..8]);
        var found = Find(made.Secret)!;
        (found.Name, found.Role, found.CreatedBy).ShouldBe(("ops", AdminRole.Operator, "root"));
        found.Apps!.ShouldBe(["shop"]);
        Find(made.Secret + "x").ShouldBeNull();
        var record = (await _records.FindAsync(new(RecordKind.AdminKey, "ops"), default))!;
        Encoding.UTF8.GetString(record.Content!.Value.Span).ShouldNotContain(made.Secret[8..]);
    }

    [Fact]
    public async Task Create_OfANameThatIsTaken_WhateverItsCase_MakesNone()
    {
        var made = (await _keys.CreateAsync(New("ops"), default))!;

        (await _keys.CreateAsync(New("Ops"), default)).ShouldBeNull();

        Find(made.Secret).ShouldNotBeNull();
        _keys.List().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Create_OfOneNameByTwoInstances_MakesOne()
    {
        var (watch, other) = Open();
        using (watch)
        {
            var made = await Task.WhenAll(
                _keys.CreateAsync(New("ops"), default).AsTask(), other.CreateAsync(New("ops"), default).AsTask());

            made.Count(key => key is not null).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ops")]
    [InlineData("a  b")]
    [InlineData("a/b")]
    [InlineData("a\nb")]
    [InlineData("admin key 1a2b3c4d")]
    [InlineData("Admin Key")]
    public async Task Create_OfANameThatCouldMislead_IsRefused(string name) =>
        await Should.ThrowAsync<ArgumentException>(() => _keys.CreateAsync(New(name), default).AsTask());

    [Fact]
    public async Task Find_OfAKeyThatHasExpired_FindsNone_AndTheListStillShowsIt()
    {
        var made = (await _keys.CreateAsync(New("ops") with { ExpiresAt = _time.GetUtcNow().AddHours(1) }, default))!;
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Find(made.Secret).ShouldNotBeNull();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Find(made.Secret).ShouldBeNull();
        _keys.List().ShouldHaveSingleItem().Name.ShouldBe("ops");
    }

    [Fact]
    public async Task Remove_EndsTheKey_AndItsNameIsFree()
    {
        var made = (await _keys.CreateAsync(New("ops"), default))!;

        (await _keys.RemoveAsync("ops", default))!.Prefix.ShouldBe(made.Stored.Prefix);

        Find(made.Secret).ShouldBeNull();
        (await _keys.RemoveAsync("ops", default)).ShouldBeNull();
        var next = (await _keys.CreateAsync(New("ops"), default))!;
        Find(next.Secret).ShouldNotBeNull();
        Find(made.Secret).ShouldBeNull();
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("{}")]
    [InlineData("""{"hash":"{HASH}","role":"Owner","prefix":"wcp_","createdAt":0,"createdBy":"x"}""")]
    [InlineData("""{"hash":"{HASH}","role":"2","prefix":"wcp_","createdAt":0,"createdBy":"x"}""")]
    [InlineData("""{"hash":"{HASH}","role":"Admin","onlyFrom":"10.0.0.0/8"}""")]
    public async Task Find_OfARecordThatThisVersionCannotRead_FindsNone_AndSaysSo(string content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData("secret"u8));
        await _records.WriteAsync(
            new(RecordKind.AdminKey, "odd"), Encoding.UTF8.GetBytes(content.Replace("{HASH}", hash)), null, default);
        var good = (await _keys.CreateAsync(New("good"), default))!;

        Find("secret").ShouldBeNull();
        Find(good.Secret).ShouldNotBeNull();
        _log.GetSnapshot().ShouldHaveSingleItem().Message.ShouldContain("odd");
        (await _keys.RemoveAsync("odd", default))!.Name.ShouldBe("odd");
    }

    private StoredAdminKey? Find(string secret) => _keys.Find(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static NewAdminKey New(string name) => new() { Name = name, Role = AdminRole.Admin, CreatedBy = "root" };

    private (RecordWatch Watch, StoredAdminKeys Keys) Open()
    {
        var watch = new RecordWatch(_records, _time, NullLogger<RecordWatch>.Instance);
        return (watch, new StoredAdminKeys(_records, watch, _time, new FakeLogger<StoredAdminKeys>(_log)));
    }
}
