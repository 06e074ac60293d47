using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Records;
using WeChatPush.Sqlite.Storage;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Records;

public sealed class SealCheckTests : IAsyncLifetime
{
    private static readonly string One = SealingKey.Generate();
    private static readonly string Other = SealingKey.Generate();

    private readonly SqliteFile _file = new();
    private SqliteRecordStore _records = null!;

    public Task InitializeAsync()
    {
        _records = new SqliteRecordStore(_file.Store, TimeProvider.System);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _file.DisposeAsync();

    [Fact]
    public async Task Check_OfTheKeyThatWasThereFirst_Passes_AndOfAnotherDoesNot()
    {
        await CheckAsync(One);
        await CheckAsync(One);

        var wrong = await Should.ThrowAsync<SecretKeyException>(() => CheckAsync(Other));

        wrong.Message.ShouldContain("WeChatPush:Secrets:Key is not the key");
        wrong.Message.ShouldNotContain('\n');
        wrong.Message.ShouldNotContain(One);
        wrong.Message.ShouldNotContain(Other);
    }

    [Fact]
    public async Task Check_WithoutTheKey_SaysThatItIsMissing()
    {
        await CheckAsync(One);

        (await Should.ThrowAsync<SecretKeyException>(() => CheckAsync(null))).Message.ShouldContain("WeChatPush:Secrets:Key is missing");
    }

    [Fact]
    public async Task Check_WithoutAKey_WhereNothingIsSealed_Passes() => await CheckAsync(null);

    [Fact]
    public async Task Check_AfterAChangeOfTheKey_Passes_AndFromThenOnWithoutTheOldOne()
    {
        await CheckAsync(One);

        await CheckAsync(Other, previous: One);

        await CheckAsync(Other);
        await Should.ThrowAsync<SecretKeyException>(() => CheckAsync(One));
    }

    [Fact]
    public async Task Check_AfterAChangeOfTheKey_SealsEveryRecordAnew()
    {
        await CheckAsync(One);
        var plain = new RecordKey(RecordKind.AdminKey, "ops");
        await _records.WriteAsync(plain, "{}"u8.ToArray(), null, default);
        var keys = Enumerable.Range(0, 250).Select(i => new RecordKey(RecordKind.App, $"app{i}")).ToList();
        var old = SealOf(One);
        foreach (var key in keys)
            await _records.WriteAsync(key, old.Seal(key, "secret"u8), null, default);

        await CheckAsync(Other, previous: One);

        foreach (var key in keys)
            SealOf(Other).Open(key, (await _records.FindAsync(key, default))!.Content!.Value.Span).ShouldBe("secret"u8.ToArray());
        (await _records.FindAsync(plain, default))!.Content!.Value.ToArray().ShouldBe("{}"u8.ToArray());
    }

    [Fact]
    public async Task Check_WithAFile_MakesTheKey_AndNeverAnotherOneInItsPlace()
    {
        var file = new MemoryKeyFile();
        await CheckAsync(null, file: file);
        file.Key.ShouldNotBeNull();

        file.Key = null;

        (await Should.ThrowAsync<SecretKeyException>(() => CheckAsync(null, file: file))).Message.ShouldContain("/data/secret-key");
        file.Key.ShouldBeNull();
    }

    private static RecordSeal SealOf(string key) => new(new FixedOptions<WeChatPushOptions>(new() { Secrets = new() { Key = key } }));

    private async Task CheckAsync(string? key, string? previous = null, ISealingKeyFile? file = null)
    {
        var options = new WeChatPushOptions { Secrets = new() { Key = key } };
        if (previous is not null)
            options.Secrets.PreviousKeys.Add(previous);
        var seal = new RecordSeal(new FixedOptions<WeChatPushOptions>(options), file);
        await new SealCheck(_records, seal, NullLogger<SealCheck>.Instance, file).CheckAsync(default);
    }
}
