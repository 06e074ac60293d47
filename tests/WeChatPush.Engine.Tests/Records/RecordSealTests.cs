using System.Text;
using WeChatPush.Records;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Records;

public sealed class RecordSealTests
{
    private static readonly RecordKey Shop = new(RecordKind.App, "shop");
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("a secret");
    private static readonly string One = SealingKey.Generate();
    private static readonly string Other = SealingKey.Generate();

    [Fact]
    public void Open_OfWhatWasSealed_IsTheSame_AndNothingOfItCanBeRead()
    {
        var seal = New(One);

        var bytes = seal.Seal(Shop, Text);

        seal.Open(Shop, bytes).ShouldBe(Text);
        bytes.AsSpan().IndexOf("secret"u8).ShouldBe(-1);
        seal.Seal(Shop, Text).ShouldNotBe(bytes);
        New(One).Open(Shop, bytes).ShouldBe(Text);
    }

    [Fact]
    public void Open_WithAnotherKey_OfAnotherRecord_OrOfDamagedBytes_IsNothing()
    {
        var bytes = New(One).Seal(Shop, Text);

        New(Other).Open(Shop, bytes).ShouldBeNull();
        New(null).Open(Shop, bytes).ShouldBeNull();
        New(One).Open(Shop with { Name = "cafe" }, bytes).ShouldBeNull();
        New(One).Open(Shop with { Kind = RecordKind.AdminKey }, bytes).ShouldBeNull();
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 1;
            New(One).Open(Shop, damaged).ShouldBeNull($"byte {i}");
            New(One).Open(Shop, bytes.AsSpan(0, i)).ShouldBeNull($"{i} bytes");
        }
    }

    [Fact]
    public void Open_AfterTheKeyWasChanged_NeedsTheOneBefore_AndSaysThatItIsOld()
    {
        var bytes = New(One).Seal(Shop, Text);
        var changed = New(Other, One);

        changed.Open(Shop, bytes).ShouldBe(Text);
        changed.IsOld(bytes).ShouldBeTrue();
        changed.IsOld(changed.Seal(Shop, Text)).ShouldBeFalse();
        New(One, Other).Open(Shop, changed.Seal(Shop, Text)).ShouldBe(Text);
    }

    [Fact]
    public void EnsureKey_MakesTheFileOnce_AndAConfiguredKeyComesBeforeIt()
    {
        var file = new MemoryKeyFile();
        var seal = New(null, file);
        seal.CanSeal.ShouldBeFalse();

        seal.EnsureKey();

        seal.CanSeal.ShouldBeTrue();
        var key = file.Key;
        var bytes = seal.Seal(Shop, Text);
        New(null, file).EnsureKey();
        file.Key.ShouldBe(key);
        New(One, file).Open(Shop, bytes).ShouldBe(Text);
        New(One, file).IsOld(bytes).ShouldBeTrue();
    }

    [Fact]
    public void EnsureKey_WithAFileThatIsNoKey_NamesTheFile_AndLeavesIt()
    {
        var file = new MemoryKeyFile { Key = "half a k" };

        Should.Throw<SecretKeyException>(() => New(null, file).EnsureKey()).Message.ShouldContain("secret-key");

        file.Key.ShouldBe("half a k");
    }

    [Fact]
    public void Seal_WithoutAKey_NamesTheSetting() =>
        Should.Throw<SecretKeyException>(() => New(null).Seal(Shop, Text)).Message.ShouldContain("WeChatPush:Secrets:Key");

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 at all, but of the right length: 44!!")]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMQ==")]
    public void TryRead_OfWhatIsNot32Bytes_IsFalse(string text) => SealingKey.TryRead(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")]
    [InlineData(" MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n")]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY")]
    public void TryRead_OfBase64Of32Bytes_IsTrue(string text) => SealingKey.TryRead(text, out _).ShouldBeTrue();

    private static RecordSeal New(string? key, params string[] previous) => New(key, null, previous);

    private static RecordSeal New(string? key, ISealingKeyFile? file, params string[] previous) =>
        new(new FixedOptions<WeChatPushOptions>(new() { Secrets = new() { Key = key, PreviousKeys = previous } }), file);
}
