using System.Globalization;
using System.Reflection;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Container;

namespace WeChatPush.Tests.Packaging;

/// <summary>
/// The packages of the solution, packed from what was built; or, to test the very files that are going to be published,
/// those in the folder that the variable <c>WECHATPUSH_PACKAGES</c> names.
/// </summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    private readonly TemporaryDirectory _own = new();

    /// <summary>The folder with the packages: a source for NuGet.</summary>
    internal string Folder { get; private set; } = "";

    internal IEnumerable<string> Files => Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file));

    /// <summary>The version of all of them.</summary>
    internal string Version { get; private set; } = "";

    /// <summary>Packs once for all tests.</summary>
    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("WECHATPUSH_PACKAGES") is { Length: > 0 } given)
        {
            Folder = Path.GetFullPath(given);
            Version = new Package(Directory.GetFiles(Folder, "WeChatPush.Protocol.*.nupkg").ShouldHaveSingleItem()).Version;
            return;
        }

        // A version of this run's own: no cache of NuGet can have an older package under it.
        Folder = _own.File("packages");
        Version = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow.Ticks}");
        await DotnetCommand.RunAsync(
            Repository.Root, "pack", "WeChatPush.sln", "--no-build", "--no-restore", "-c", Configuration,
            $"-p:PackageVersion={Version}", "-o", Folder, "-warnaserror");
    }

    internal Package Find(string id) => new(Path.Combine(Folder, $"{id}.{Version}.nupkg"));

    /// <summary>Takes the packages away, if they are this run's own.</summary>
    public Task DisposeAsync()
    {
        _own.Dispose();
        return Task.CompletedTask;
    }

    private static string Configuration =>
        typeof(PackedLibraries).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
}
