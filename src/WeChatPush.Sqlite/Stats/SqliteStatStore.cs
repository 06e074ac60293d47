using WeChatPush.Sqlite.Connection;
using WeChatPush.Stats;

namespace WeChatPush.Sqlite.Stats;

/// <summary>What was counted, in the embedded database.</summary>
internal sealed class SqliteStatStore : IStatStore
{
    private const int MaxRestarts = 1000;

    private readonly SqliteStore _store;

    /// <summary>Brings the tables up to date.</summary>
    public SqliteStatStore(SqliteStore store)
    {
        _store = store;
        store.Migrate(
            "stats",
            """
            CREATE TABLE stat (
                app TEXT, at INTEGER, instance TEXT, content BLOB NOT NULL, PRIMARY KEY (app, at, instance)
            ) WITHOUT ROWID;
            CREATE INDEX stat_at ON stat (at);
            CREATE TABLE stat_restart (
                at INTEGER, instance TEXT, version TEXT NOT NULL, PRIMARY KEY (at, instance)
            ) WITHOUT ROWID;
            """);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(IReadOnlyCollection<StatRow> rows, TimeSpan keep, CancellationToken cancellationToken) =>
        await _store.WriteAsync(session =>
        {
            foreach (var row in rows)
                session.Execute(
                    "INSERT OR REPLACE INTO stat VALUES ($1, $2, $3, $4)", row.App, Milliseconds(row.At), row.Instance, row.Content);
            return rows.Count;
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StatRow>> ReadAsync(
        string app, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<StatRow>>(
            session =>
            {
                var found = new List<StatRow>();
                using var rows = session.Prepare(
                    "SELECT at, instance, content FROM stat WHERE app = $1 AND at >= $2 AND at < $3 ORDER BY at, instance",
                    app, Milliseconds(from), Milliseconds(to)).ExecuteReader();
                while (rows.Read())
                    found.Add(new(app, rows.Time(0), rows.Text(1), rows.Bytes(2)));
                return found;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask NoteRestartAsync(StatRestart restart, CancellationToken cancellationToken) =>
        await _store.WriteAsync(session => session.Execute(
            "INSERT OR REPLACE INTO stat_restart VALUES ($1, $2, $3)", Milliseconds(restart.At), restart.Instance, restart.Version));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StatRestart>> ReadRestartsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<StatRestart>>(
            session =>
            {
                var found = new List<StatRestart>();
                using var rows = session.Prepare(
                    "SELECT at, instance, version FROM stat_restart WHERE at >= $1 AND at < $2 ORDER BY at DESC, instance DESC LIMIT $3",
                    Milliseconds(from), Milliseconds(to), MaxRestarts).ExecuteReader();
                while (rows.Read())
                    found.Add(new(rows.Time(0), rows.Text(1), rows.Text(2)));
                found.Reverse();
                return found;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> SweepAsync(DateTimeOffset before, int max, CancellationToken cancellationToken) => _store.WriteAsync(session =>
    {
        session.Execute("DELETE FROM stat_restart WHERE at < $1", Milliseconds(before));
        return session.Execute(
            "DELETE FROM stat WHERE (app, at, instance) IN (SELECT app, at, instance FROM stat WHERE at < $1 ORDER BY at LIMIT $2)",
            Milliseconds(before), max);
    });

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
