using System.IO.MemoryMappedFiles;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>
/// How many pushes a server has settled, out of memory that <see cref="StartupHook"/> counts in: to look costs the server
/// nothing, and to count far less than a microsecond a push. To list pushes instead would be work of its own.
/// </summary>
internal sealed class SettledCount : IDisposable
{
    /// <summary>The variable that names the file to the server.</summary>
    public const string Variable = "WECHATPUSH_BENCHMARK_SETTLED";

    /// <summary>Bytes of the file: two numbers.</summary>
    public const int Size = 2 * sizeof(long);

    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public SettledCount()
    {
        var path = _directory.File("settled");
        File.WriteAllBytes(path, new byte[Size]);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        _view = _file.CreateViewAccessor();
        Settings = [("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location), (Variable, path)];
    }

    /// <summary>What the server's environment needs.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; }

    /// <summary>Pushes done.</summary>
    public long Done => _view.ReadInt64(0);

    /// <summary>Attempts that ended otherwise: put off, failed, given up.</summary>
    public long NotDone => _view.ReadInt64(sizeof(long));

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        _directory.Dispose();
    }
}
