using Microsoft.Data.Sqlite;
using WeChatPush.Sending;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Sending;

/// <summary>Conversations in the embedded database: columns of the windows, and what was sent.</summary>
internal sealed class SqliteConversationStore : IConversationStore
{
    private const string Columns = "openid, asked_at, answered_at, remaining, closes_at, pushes";

    private const string List = $"""
        SELECT {Columns} FROM sending_window
        WHERE app = $1 AND typeof(asked_at) = 'integer' AND (asked_at < $2 OR (asked_at = $2 AND openid < $3))
        AND ($4 = 0 OR answered_at IS NULL OR typeof(answered_at) <> 'integer' OR asked_at > answered_at)
        ORDER BY asked_at DESC, openid DESC LIMIT $5
        """;

    // Of a user who was erased while the message was sent nothing is kept.
    private const string Add = """
        INSERT INTO sent_message (app, openid, at, entry)
        SELECT $1, $2, $3, $4 WHERE EXISTS (SELECT 1 FROM sending_window WHERE app = $1 AND openid = $2)
        """;

    private const string Answer = """
        UPDATE sending_window
        SET answered_at = CASE WHEN typeof(answered_at) = 'integer' THEN max(answered_at, $3) ELSE $3 END
        WHERE app = $1 AND openid = $2
        """;

    private const string Trim = """
        DELETE FROM sent_message WHERE n IN (
            SELECT n FROM sent_message WHERE app = $1 AND openid = $2 ORDER BY n DESC LIMIT -1 OFFSET $3)
        """;

    // The numbers follow the time: the oldest come first.
    private const string Sweep = """
        DELETE FROM sent_message WHERE n IN (
            SELECT n FROM (SELECT n, at FROM sent_message ORDER BY n LIMIT $2) WHERE at < $1 OR typeof(at) <> 'integer')
        """;

    private readonly SqliteStore _store;

    /// <summary>Brings the tables up to date.</summary>
    public SqliteConversationStore(SqliteStore store)
    {
        _store = store;
        SendingSchema.Migrate(store);
    }

    /// <inheritdoc/>
    public async ValueTask AddSentAsync(string app, string openId, SentMessage message, TimeSpan keep) =>
        await _store.WriteAsync(session =>
        {
            var at = message.At.ToUnixTimeMilliseconds();
            if (session.Execute(Add, app, openId, at, message.Write()) == 0)
                return 0;
            session.Execute(Trim, app, openId, SentMessage.MaxPerUser);
            return message.Outcome is Protocol.SendOutcome.Sent ? session.Execute(Answer, app, openId, at) : 0;
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SentMessage>> ReadSentAsync(string app, string openId, CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<SentMessage>>(
            session =>
            {
                var sent = new List<SentMessage>();
                using var rows = session.Prepare(
                    "SELECT CAST(entry AS BLOB) FROM sent_message WHERE app = $1 AND openid = $2 ORDER BY n DESC", app, openId).ExecuteReader();
                while (rows.Read())
                {
                    if (SentMessage.TryRead(rows.Bytes(0)) is { } message)
                        sent.Add(message);
                }

                return sent;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> EndAsync(string app, string openId, DateTimeOffset at) =>
        await _store.WriteAsync(session => session.Execute(Answer, app, openId, at.ToUnixTimeMilliseconds())) > 0;

    /// <inheritdoc/>
    public ValueTask<StoredConversation?> FindAsync(string app, string openId, CancellationToken cancellationToken) =>
        _store.ReadAsync(
            session =>
            {
                using var row = session.Prepare(
                    $"SELECT {Columns} FROM sending_window WHERE app = $1 AND openid = $2", app, openId).ExecuteReader();
                return row.Read() ? Read(row) : null;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredConversation>> ListAsync(
        string app, bool isWaiting, ConversationPlace? after, int limit, CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<StoredConversation>>(
            session =>
            {
                var found = new List<StoredConversation>();
                using var rows = session.Prepare(
                    List,
                    app, after?.AskedAt.ToUnixTimeMilliseconds() ?? long.MaxValue, after?.OpenId ?? "", isWaiting ? 1 : 0, limit).ExecuteReader();
                while (rows.Read())
                    found.Add(Read(rows));
                return found;
            },
            cancellationToken);

    /// <summary>Forgets up to <paramref name="max"/> messages that were sent before a time; returns how many.</summary>
    public ValueTask<int> SweepAsync(DateTimeOffset before, int max) =>
        _store.WriteAsync(session => session.Execute(Sweep, before.ToUnixTimeMilliseconds(), max));

    /// <summary>Erases what was sent to a user; returns how many messages went.</summary>
    public ValueTask<int> EraseUserAsync(string app, string openId) => _store.WriteAsync(session =>
        session.Execute("DELETE FROM sent_message WHERE app = $1 AND openid = $2", app, openId));

    private static StoredConversation Read(SqliteDataReader row) => new(
        row.Text(0),
        row.IsTime(1) ? row.Time(1) : null,
        row.IsTime(2) ? row.Time(2) : null,
        new CustomerServiceWindow(row.Int(3), row.Time(4)),
        ConversationPushes.Read(!row.IsDBNull(5) && row.GetFieldType(5) == typeof(byte[]) ? row.Bytes(5) : []));
}
