using Microsoft.Data.Sqlite;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>Keeps a database from being written to, but for a moment now and then.</summary>
internal sealed class StoreBrake : IDisposable
{
    private static readonly TimeSpan Locked = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Free = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;

    public StoreBrake(string path)
    {
        _thread = new Thread(() =>
        {
            using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();
            while (!_end.IsCancellationRequested)
            {
                Say(connection, "BEGIN EXCLUSIVE");
                _end.Token.WaitHandle.WaitOne(Locked);
                Say(connection, "COMMIT");
                Thread.Sleep(Free);
            }
        });
        _thread.Start();
    }

    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _end.Dispose();
    }

    private static void Say(SqliteConnection connection, string words)
    {
        using var command = connection.CreateCommand();
        command.CommandText = words;
        command.ExecuteNonQuery();
    }
}
