using Microsoft.Data.Sqlite;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Spool;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;

namespace WeChatPush.Sqlite.Spool;

/// <summary>Reads the rows of the spool.</summary>
internal static class SpoolRows
{
    private const string InsertRow = """
        INSERT INTO spool (key, id, app, open_id, msg_type, event, create_time, received_at, window, body, source, nonce, nonce_window)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (key) DO NOTHING
        """;

    private const string Drop = "DELETE FROM spool WHERE seq = $1";

    private const string MarkUnreadable = "UPDATE spool SET unreadable = 1 WHERE seq = $1 AND unreadable = 0";

    private const string Columns =
        "seq, key, id, app, open_id, msg_type, event, create_time, received_at, window, body, source, nonce, nonce_window, length(body)";

    private const string OldestOfApp = $"SELECT {Columns} FROM spool WHERE app = $1 AND unreadable = 0 ORDER BY seq LIMIT $2";

    private const string Oldest = $"SELECT {Columns} FROM spool WHERE unreadable = 0 ORDER BY seq LIMIT $1";

    private const string Counts =
        "SELECT app, open_id, count(*), total(length(body)) FROM spool WHERE unreadable = 0 GROUP BY app, open_id";

    /// <summary>The oldest of an app, and what cannot be read among them.</summary>
    public static (List<SpooledPush> Items, List<UnreadableSpoolRow> Unreadable) Read(SqliteSession session, string app, int max) =>
        Read(session.Prepare(OldestOfApp, app, max));

    /// <summary>The oldest of all, and what cannot be read among them.</summary>
    public static (List<SpooledPush> Items, List<UnreadableSpoolRow> Unreadable) Read(SqliteSession session, int max) =>
        Read(session.Prepare(Oldest, max));

    /// <summary>Adds a push; false: its key is there.</summary>
    public static bool Insert(SqliteSession session, IncomingPush push, byte[] key) => session.Execute(
        InsertRow,
        key, push.Id, push.App, push.OpenId, push.MsgType, push.Event, push.CreateTime,
        push.ReceivedAt.ToUnixTimeMilliseconds(), (long)push.Window.TotalMilliseconds, push.Body.ToArray(),
        PushSource.Write(push.Source), push.Nonce is { } nonce ? KeyBytes.From(nonce.Key) : null,
        (long?)push.Nonce?.Window.TotalMilliseconds) > 0;

    /// <summary>Removes a push.</summary>
    public static void Remove(SqliteSession session, long seq) => session.Execute(Drop, seq);

    /// <summary>Leaves a row that cannot be read for an operator; what is behind it goes on.</summary>
    public static int SetAside(SqliteSession session, long seq, string app, string reason)
    {
        session.Unreadable.SetAside(session, app, "spool", $"{seq}", reason);
        return session.Execute(MarkUnreadable, seq);
    }

    /// <summary>Adds up all of them.</summary>
    public static int Count(SqliteSession session, SpoolCounts counts)
    {
        using var reader = session.Prepare(Counts).ExecuteReader();
        while (reader.Read())
            counts.Add(reader.Text(0), reader.OptionalText(1), reader.Int(2), (long)reader.GetDouble(3));
        return counts.Count;
    }

    /// <summary>What a query finds, by its number.</summary>
    public static List<long> ReadNumbers(SqliteSession session, string query)
    {
        var numbers = new List<long>();
        using var reader = session.Prepare(query).ExecuteReader();
        while (reader.Read())
            numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    private static (List<SpooledPush> Items, List<UnreadableSpoolRow> Unreadable) Read(SqliteCommand command)
    {
        var items = new List<SpooledPush>();
        var unreadable = new List<UnreadableSpoolRow>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (FindProblem(reader) is { } problem)
                unreadable.Add(new UnreadableSpoolRow(
                    reader.GetInt64(0), reader.Text(3), reader.OptionalText(4), reader.Long(14), problem));
            else
                items.Add(new SpooledPush(reader.GetInt64(0), ReadPush(reader)));
        }

        return (items, unreadable);
    }

    private static string? FindProblem(SqliteDataReader row)
    {
        if (row.Bytes(1).Length != PushKey.Size)
            return "key is none";
        if (!PushId.TryParse(row.OptionalText(2), out _))
            return "id is none";
        if (!StoredValues.IsTime(row.Long(8)) || row.Long(9) is <= 0 or > int.MaxValue * 1000L)
            return "received_at or window is no time";
        if (row.GetFieldType(10) != typeof(byte[]))
            return "it has no body";
        if (!row.IsDBNull(12) && (row.Bytes(12).Length != PushKey.Size || row.Long(13) is <= 0 or > int.MaxValue * 1000L))
            return "nonce or nonce_window is none";
        return PushSource.TryRead(row.OptionalText(11), out _) ? null : "source is no list of texts";
    }

    private static IncomingPush ReadPush(SqliteDataReader row) => new()
    {
        Key = PushKey.Read(row.Bytes(1)),
        Id = row.Text(2),
        App = row.Text(3),
        OpenId = row.OptionalText(4),
        MsgType = row.Text(5),
        Event = row.OptionalText(6),
        CreateTime = row.Long(7),
        ReceivedAt = row.Time(8),
        Window = TimeSpan.FromMilliseconds(row.Long(9)),
        Body = row.Bytes(10),
        Source = PushSource.Read(row.OptionalText(11)),
        Nonce = row.IsDBNull(12)
            ? null
            : new PushNonce(PushKey.Read(row.Bytes(12)), TimeSpan.FromMilliseconds(row.Long(13))),
    };
}

/// <summary>A row that cannot be read, and why.</summary>
internal readonly record struct UnreadableSpoolRow(long Seq, string App, string? OpenId, long Bytes, string Reason);
