using Microsoft.Data.Sqlite;
using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>The query behind the lists and counts of pushes.</summary>
internal static class PushQuery
{
    /// <summary>What <see cref="ReadSummary"/> reads.</summary>
    public const string Columns = "seq, id, state, msg_type, event, open_id, create_time, received_at, attempts";

    /// <summary>Reads the pushes with a number below one and from another on, newest first.</summary>
    public static SqliteCommand List(SqliteSession session, string app, PushFilter filter, long before, long from, int limit)
    {
        var command = Create(session, $"SELECT {Columns}", app, filter, before, from, " ORDER BY seq DESC LIMIT $limit");
        command.Parameters.AddWithValue("$limit", limit);
        return command;
    }

    /// <summary>Counts them.</summary>
    public static SqliteCommand Count(SqliteSession session, string app, PushFilter filter, long before, long from) =>
        Create(session, "SELECT count(*)", app, filter, before, from, "");

    /// <summary>Whether such pushes are few and have an index of their own, which is read as a whole.</summary>
    public static bool HasOwnIndex(PushState? state) => state is not (null or PushState.Done);

    public static PushSummary ReadSummary(SqliteDataReader reader) => new()
    {
        Id = Convert.ToHexStringLower(reader.Bytes(1)),
        // What this version does not know is not handled either.
        State = reader.Word<PushState>(2) ?? PushState.Dead,
        MsgType = reader.Text(3),
        Event = reader.OptionalText(4),
        OpenId = reader.OptionalText(5),
        CreateTime = reader.Long(6),
        ReceivedAt = reader.Time(7),
        Attempts = reader.Int(8),
    };

    private static SqliteCommand Create(
        SqliteSession session, string what, string app, PushFilter filter, long before, long from, string order)
    {
        var command = session.Connection.CreateCommand();
        command.CommandText = $"""
            {what} FROM {Source(filter.State)} AND seq < $before AND seq >= $from
            AND ($type IS NULL OR msg_type = $type COLLATE NOCASE) AND ($event IS NULL OR event = $event COLLATE NOCASE)
            AND ($user IS NULL OR open_id = $user)
            AND ($since IS NULL OR received_at >= $since) AND ($until IS NULL OR received_at < $until)
            AND ($errcode IS NULL OR EXISTS (SELECT 1 FROM send WHERE send.seq = push.seq AND send.errcode = $errcode))
            {order}
            """;
        var parameters = command.Parameters;
        parameters.AddWithValue("$app", app);
        parameters.AddWithValue("$before", before);
        parameters.AddWithValue("$from", from);
        parameters.AddWithValue("$state", Or(filter.State is { } state ? (int)state : null));
        parameters.AddWithValue("$type", Or(filter.MsgType));
        parameters.AddWithValue("$event", Or(filter.Event));
        parameters.AddWithValue("$user", Or(filter.OpenId));
        parameters.AddWithValue("$since", Or(filter.Since?.ToUnixTimeMilliseconds()));
        parameters.AddWithValue("$until", Or(filter.Until?.ToUnixTimeMilliseconds()));
        parameters.AddWithValue("$errcode", Or(filter.ErrCode));
        return command;
    }

    // The unfinished and the dead have small indexes of their own; the rest is read backwards from the newest. An index by user
    // would cost every push that ends a page of the file; reading over a million of these narrow rows takes a fifth of a second.
    private static string Source(PushState? state) => state switch
    {
        PushState.Queued or PushState.Processing or PushState.Retrying =>
            "push INDEXED BY push_mailbox WHERE state < 3 AND app = $app AND state = $state",
        PushState.Dead => "push INDEXED BY push_dead WHERE state = 4 AND app = $app",
        PushState.Done => "push WHERE app = $app AND state = $state",
        _ => "push WHERE app = $app",
    };

    private static object Or(object? value) => value ?? DBNull.Value;
}
