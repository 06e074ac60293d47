using System.Security.Cryptography;
using WeChatPush.Server.Api.Campaigns;
using WeChatPush.TestSupport;

namespace WeChatPush.Server.Tests.Api.Campaigns;

/// <summary><see cref="UploadFile"/>: it holds what came, no other user can read it, and it goes in every case.</summary>
public sealed class UploadFileTests : IDisposable
{
    private const int Limit = 300_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    [Fact]
    public async Task Write_HoldsAndHashesWhatCame_InAFileOfNoNameThatOnlyItsOwnerReads()
    {
        var upload = RandomNumberGenerator.GetBytes(Limit);
        await using (var file = (FileStream)(await WriteAsync(new MemoryStream(upload)))!)
        {
            var read = new byte[Limit];
            await file.ReadExactlyAsync(read);
            read.ShouldBe(upload);
            file.Length.ShouldBe(Limit);
            _hash.GetHashAndReset().ShouldBe(SHA256.HashData(upload));
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(file.SafeFileHandle).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Holds(1);
        }

        Holds(0);
    }

    [Fact]
    public async Task Write_LosesTheNameBeforeTheFirstByteIsWritten()
    {
        var looked = false;
        await using var file = await WriteAsync(new Probe(() =>
        {
            Holds(1);
            looked = true;
        }));

        looked.ShouldBeTrue();
    }

    [Fact]
    public async Task Write_OfMoreThanTheLimit_IsNothing_AndLeavesNothing()
    {
        (await WriteAsync(new MemoryStream(new byte[Limit + 1]))).ShouldBeNull();

        Holds(0);
    }

    [Fact]
    public async Task Write_OfASourceThatBreaks_LeavesNothing()
    {
        await Should.ThrowAsync<IOException>(async () => await WriteAsync(new Probe(() => throw new IOException("It broke."))));

        Holds(0);
    }

    public void Dispose()
    {
        _hash.Dispose();
        _directory.Dispose();
    }

    private ValueTask<Stream?> WriteAsync(Stream source) =>
        UploadFile.WriteAsync(source, _directory.File("uploads"), Limit, _hash, CancellationToken.None);

    private void Holds(int openFiles)
    {
        Directory.GetFileSystemEntries(_directory.File("uploads")).ShouldBeEmpty();
        Posix.OpenFiles(Environment.ProcessId).Count(file => file.StartsWith(_directory.Path, StringComparison.Ordinal))
            .ShouldBe(openFiles);
    }

    /// <summary>Runs an action when it is read, and is empty.</summary>
    private sealed class Probe(Action read) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            read();
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
