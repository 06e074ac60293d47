using WeChatPush.Server.Admin;
using WeChatPush.TestSupport;

namespace WeChatPush.Server.Tests.Admin;

public sealed class AdminKeyFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string File => AdminKeyFile.PathIn(Path.Combine(_directory.Path, "data"));

    [Fact]
    public void ReadOrCreate_WhenThereIsNone_Makes256BitsThatOnlyTheOwnerReads()
    {
        var key = AdminKeyFile.ReadOrCreate(File);

        key.Length.ShouldBe(43);
        System.Buffers.Text.Base64Url.IsValid(key).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
            System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Path.GetDirectoryName(File)!).ShouldBe([File]);
    }

    [Fact]
    public void ReadOrCreate_WhenThereIsOne_KeepsIt()
    {
        var key = AdminKeyFile.ReadOrCreate(File);

        AdminKeyFile.ReadOrCreate(File).ShouldBe(key);
    }

    [Fact]
    public void ReadOrCreate_WhenTheFileIsEmpty_MakesAKey()
    {
        AdminKeyFile.ReadOrCreate(File);
        System.IO.File.WriteAllText(File, "");

        AdminKeyFile.ReadOrCreate(File).Length.ShouldBe(43);
    }

    [Fact]
    public void ReadOrCreate_WhenManyStartAtOnce_AllHaveTheSameKey()
    {
        var keys = new string[8];
        Parallel.For(0, keys.Length, i => keys[i] = AdminKeyFile.ReadOrCreate(File));

        keys.Distinct().Count().ShouldBe(1);
    }

    public void Dispose() => _directory.Dispose();
}
