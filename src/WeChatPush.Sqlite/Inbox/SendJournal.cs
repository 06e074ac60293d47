using Microsoft.Data.Sqlite;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// The sends of a push, noted right before and after each call: they show a second attempt which of its sends were made.
/// </summary>
internal static class SendJournal
{
    private const string Holds = "SELECT 1 FROM push WHERE seq = $1 AND fence = $2 AND state = 1";

    private const string Earlier = """
        SELECT at, api, outcome, errcode, errmsg, duration, fence, msg_id FROM send WHERE seq = $1 AND replay = $2 AND ordinal = $3
        """;

    private const string Upsert = """
        INSERT INTO send (seq, replay, ordinal, at, api, fence) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (seq, replay, ordinal) DO UPDATE
        SET at = excluded.at, api = excluded.api, fence = excluded.fence,
            outcome = NULL, errcode = NULL, errmsg = NULL, duration = NULL, msg_id = NULL
        """;

    private const string Update = """
        UPDATE send SET at = $4, outcome = $5, errcode = $6, errmsg = $7, duration = $8, msg_id = $10
        WHERE seq = $1 AND replay = $2 AND ordinal = $3 AND fence = $9
        """;

    private const string MarkUncertain = """
        UPDATE send SET outcome = $4, errmsg = $5 WHERE seq = $1 AND replay = $2 AND ordinal = $3 AND outcome IS NULL
        """;

    private const string Interrupted = "the attempt ended before the answer was known";

    public static SendSlot Begin(SqliteSession session, ClaimedPush claim, int ordinal, string api, bool resend, long now)
    {
        var slot = Find(session, claim, ordinal, resend);
        if (slot.State is SendSlotState.Fresh)
            Note(session, claim, ordinal, now, api);
        return slot;
    }

    public static SendSlot Find(SqliteSession session, ClaimedPush claim, int ordinal, bool resend)
    {
        if (!IsHeld(session, claim))
            return new SendSlot(SendSlotState.Lost, null);

        var earlier = PackedPushes.Get(session).HasSends(claim) ? Load(session, claim, ordinal) : null;
        if (earlier is { Outcome: SendOutcome.Uncertain } && !resend)
        {
            session.Execute(MarkUncertain, claim.Handle, claim.Replay, ordinal, (int)SendOutcome.Uncertain, Interrupted);
            return new SendSlot(SendSlotState.Uncertain, earlier);
        }

        if (earlier is not null && IsFinal(earlier.Outcome))
            return new SendSlot(SendSlotState.Settled, earlier);

        return new SendSlot(SendSlotState.Fresh, earlier);
    }

    public static int End(SqliteSession session, ClaimedPush claim, int ordinal, SendRecord record)
    {
        var at = record.At.ToUnixTimeMilliseconds();
        var noted = Complete();
        if (noted > 0 || !IsHeld(session, claim))
            return noted;
        Note(session, claim, ordinal, at, record.Api);
        return Complete();

        int Complete() => session.Execute(
            Update,
            claim.Handle, claim.Replay, ordinal, at, (int)record.Outcome,
            record.ErrCode, record.ErrMsg, (long)record.Duration.TotalMilliseconds, claim.Fence, record.MsgId);
    }

    private static void Note(SqliteSession session, ClaimedPush claim, int ordinal, long at, string api)
    {
        session.Execute(Upsert, claim.Handle, claim.Replay, ordinal, at, api, claim.Fence);
        PackedPushes.Get(session).AddSend(claim);
    }

    private static bool IsHeld(SqliteSession session, ClaimedPush claim) =>
        PackedPushes.Get(session).IsHeld(claim) || session.Scalar(Holds, claim.Handle, claim.Fence) is not null;

    // What the platform did not do is tried again by the next attempt; what it did, or judged, is not.
    private static bool IsFinal(SendOutcome outcome) => outcome is SendOutcome.Sent or SendOutcome.Refused;

    private static SendRecord? Load(SqliteSession session, ClaimedPush claim, int ordinal)
    {
        using var reader = session.Prepare(Earlier, claim.Handle, claim.Replay, ordinal).ExecuteReader();
        return reader.Read() ? ReadRecord(reader) : null;
    }

    private static SendRecord ReadRecord(SqliteDataReader reader) => new(
        reader.Text(1),
        reader.Time(0),
        // Also what this version does not know: it may have been sent.
        reader.Word<SendOutcome>(2) ?? SendOutcome.Uncertain,
        reader.OptionalInt(3),
        reader.IsDBNull(4) ? (reader.IsDBNull(2) ? Interrupted : null) : reader.GetString(4),
        TimeSpan.FromMilliseconds(reader.Int(5)))
    {
        MsgId = reader.OptionalText(7),
    };
}
