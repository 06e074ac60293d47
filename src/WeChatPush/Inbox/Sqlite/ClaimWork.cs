using WeChatPush.Storage;

namespace WeChatPush.Inbox.Sqlite;

/// <summary>Takes the pushes that are due, the expired leases of a dead holder among them.</summary>
internal sealed class ClaimWork(int max, ClaimScope scope, DateTimeOffset now, TimeSpan lease) : SqliteWork<ClaimResult>
{
    private const string Due = """
        SELECT p.seq, p.id, p.app, p.open_id, p.received_at, p.attempts, p.replay, p.fence, p.state, b.body, p.awaits, b.source
        FROM push p JOIN push_body b ON b.seq = p.seq
        WHERE p.due_at <= $1 ORDER BY p.due_at, p.seq LIMIT $2
        """;

    private const string Take = """
        UPDATE push SET state = 1, due_at = $2, attempts = attempts + 1, fence = fence + 1 WHERE seq = $1
        """;

    private const string NextDue = "SELECT min(due_at) FROM push WHERE due_at IS NOT NULL";

    protected override ClaimResult Execute(SqliteSession session)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var claims = new List<ClaimedPush>();
        var takenOver = new List<long>();
        using (var reader = session.Prepare(Due, scope == ClaimScope.All ? nowMs : InboxSchema.AtOnce, max).ExecuteReader())
        {
            while (reader.Read())
            {
                claims.Add(new ClaimedPush
                {
                    Handle = reader.GetInt64(0),
                    Id = Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1)),
                    App = reader.GetString(2),
                    OpenId = reader.IsDBNull(3) ? null : reader.GetString(3),
                    ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4)),
                    Attempt = reader.GetInt32(5) + 1,
                    Replay = reader.GetInt32(6),
                    Fence = reader.GetInt64(7) + 1,
                    Body = reader.GetFieldValue<byte[]>(9),
                    AwaitsReply = reader.GetInt32(10) != 0,
                    Source = PushSource.Read(reader.IsDBNull(11) ? null : reader.GetString(11)),
                });
                if (reader.GetInt32(8) == InboxSchema.Processing)
                    takenOver.Add(reader.GetInt64(0));
            }
        }

        var leaseEnd = (now + lease).ToUnixTimeMilliseconds();
        foreach (var claim in claims)
            session.Execute(Take, claim.Handle, leaseEnd);
        foreach (var seq in takenOver)
            Timeline.Add(session, seq, nowMs, "lease expired", "the attempt before ended without a word; taken over");

        var next = session.Scalar(NextDue) as long?;
        return new ClaimResult(claims, next is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
    }
}
