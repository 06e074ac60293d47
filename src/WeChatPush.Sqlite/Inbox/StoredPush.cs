using SQLitePCL;
using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// A push as <see cref="ClaimWork"/> reads it: seq, id, app, open_id, received_at, attempts, replay, fence, state, body, awaits,
/// source, due_at. SQLite keeps any value in any column, so each is looked at before it is used.
/// </summary>
internal static class StoredPush
{
    private const int IdSize = 16;

    /// <summary>Which column cannot be read, in words; <see langword="null"/>: none, here is the push.</summary>
    public static string? TryRead(SqliteStatement row, out ClaimedPush? push)
    {
        push = null;
        if (row.Type(1) != raw.SQLITE_BLOB || row.Blob(1).Length != IdSize)
            return "id is none";
        if (row.Type(2) != raw.SQLITE_TEXT)
            return "app is no text";
        if (!row.IsNull(3) && row.Type(3) != raw.SQLITE_TEXT)
            return "open_id is no text";
        if (row.Type(4) != raw.SQLITE_INTEGER || !StoredValues.IsTime(row.Int64(4)))
            return "received_at is no time";
        if (!IsNumber(row, 5, int.MaxValue - 1) || !IsNumber(row, 6, int.MaxValue - 1) || !IsNumber(row, 7, long.MaxValue - 1))
            return "attempts, replay or fence is no number";
        if (!IsNumber(row, 8, InboxSchema.Retrying))
            return "state is none that waits";
        if (row.Type(9) != raw.SQLITE_BLOB)
            return "it has no body";
        if (!IsNumber(row, 10, 1))
            return "awaits is neither 0 nor 1";
        if ((!row.IsNull(11) && row.Type(11) != raw.SQLITE_TEXT) || !PushSource.TryRead(row.Text(11), out var source))
            return "source is no list of texts";
        if (row.Type(12) != raw.SQLITE_INTEGER)
            return "due_at is no time";

        push = new ClaimedPush
        {
            Handle = row.Int64(0),
            Id = Convert.ToHexStringLower(row.Blob(1)),
            App = row.Text(2)!,
            OpenId = row.Text(3),
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(4)),
            Attempt = (int)row.Int64(5) + 1,
            Replay = (int)row.Int64(6),
            Fence = row.Int64(7) + 1,
            Body = row.Blob(9).ToArray(),
            AwaitsReply = row.Int64(10) != 0,
            Source = source,
        };
        return null;
    }

    private static bool IsNumber(SqliteStatement row, int column, long max) =>
        row.Type(column) == raw.SQLITE_INTEGER && row.Int64(column) is var number && number >= 0 && number <= max;
}
