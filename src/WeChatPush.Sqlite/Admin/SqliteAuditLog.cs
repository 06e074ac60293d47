using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using WeChatPush.Admin;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Admin;

/// <summary>The audit in the embedded database. The row ids never come again, so they are the order of the entries.</summary>
internal sealed class SqliteAuditLog : IAuditStore
{
    private const string Insert = """
        INSERT INTO audit (at, actor, role, action, object, app, reason, was, became, address)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    private const string Select = """
        SELECT id, at, actor, role, action, object, app, reason, was, became, address FROM audit
        WHERE id < $1 AND ($2 IS NULL OR actor = $2) AND ($3 IS NULL OR action = $3)
        AND ($4 IS NULL OR app IN (SELECT value FROM json_each($4))) AND ($5 IS NULL OR at >= $5)
        ORDER BY id DESC LIMIT $6
        """;

    private readonly SqliteStore _store;
    private readonly TimeProvider _time;

    /// <summary>Brings the table up to date.</summary>
    public SqliteAuditLog(SqliteStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        store.Migrate(
            "audit",
            """
            CREATE TABLE audit (
                id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL,
                actor TEXT NOT NULL, role INTEGER NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL,
                app TEXT, reason TEXT, was TEXT, became TEXT, address TEXT
            );
            CREATE INDEX audit_at ON audit (at);
            """);
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken) =>
        await _store.WriteAsync(session => session.Execute(
            Insert,
            _time.GetUtcNow().ToUnixTimeMilliseconds(),
            record.Actor,
            (int)record.Role,
            record.Action,
            record.Object,
            record.App,
            record.Reason,
            record.Before,
            record.After,
            record.Address)).AsTask().WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AuditPage> ListAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        // Without a cursor beyond the newest, so that a page is looked up where it begins.
        var before = filter.Cursor is { } cursor ? long.Parse(cursor, NumberStyles.None, CultureInfo.InvariantCulture) : long.MaxValue;
        var apps = filter.Apps is { } some ? new JsonArray([.. some.Select(app => (JsonNode)app)]).ToJsonString() : null;
        return _store.ReadAsync(
            session =>
            {
                var entries = new List<AuditEntry>();
                using var row = session.Prepare(
                    Select, before, filter.Actor, filter.Action, apps, filter.Since?.ToUnixTimeMilliseconds(), filter.Limit + 1)
                    .ExecuteReader();
                while (row.Read())
                    entries.Add(Read(row));
                if (entries.Count <= filter.Limit)
                    return new AuditPage(entries, null);
                entries.RemoveAt(filter.Limit);
                return new AuditPage(entries, entries[^1].Id);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> SweepAsync(DateTimeOffset before, int max, CancellationToken cancellationToken) =>
        _store.WriteAsync(session => session.Execute(
            "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < $1 ORDER BY at LIMIT $2)",
            before.ToUnixTimeMilliseconds(), max));

    // Whatever can be read of an entry is shown: to hide one would be worse than to show it odd.
    private static AuditEntry Read(SqliteDataReader row) => new()
    {
        Id = row.Long(0).ToString(CultureInfo.InvariantCulture),
        At = row.IsTime(1) ? row.Time(1) : DateTimeOffset.UnixEpoch,
        Actor = row.Text(2),
        Role = row.Word<AdminRole>(3) ?? AdminRole.Viewer,
        Action = row.Text(4),
        Object = row.Text(5),
        App = row.OptionalText(6),
        Reason = row.OptionalText(7),
        Before = row.OptionalText(8),
        After = row.OptionalText(9),
        Address = row.OptionalText(10),
    };
}
