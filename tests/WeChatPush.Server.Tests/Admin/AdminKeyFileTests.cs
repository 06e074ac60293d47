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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadOrCreate_WhenManyStartAtOnce_AllHaveTheKeyThatIsInTheFile(bool isThereAnEmptyFile)
    {
        const int Rounds = 100, Servers = 8;
        for (var round = 0; round < Rounds; round++)
        {
            var file = AdminKeyFile.PathIn(Path.Combine(_directory.Path, $"{round}"));
            if (isThereAnEmptyFile)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                System.IO.File.WriteAllText(file, "");
            }

            using var start = new Barrier(Servers);
            var keys = new string[Servers];
            var servers = Enumerable.Range(0, Servers).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                keys[i] = AdminKeyFile.ReadOrCreate(file);
            })).ToList();
            servers.ForEach(server => server.Start());
            servers.ForEach(server => server.Join());

            keys.ShouldAllBe(key => key == AdminKeyFile.Read(file), $"round {round}");
        }
    }

    public void Dispose() => _directory.Dispose();
}
