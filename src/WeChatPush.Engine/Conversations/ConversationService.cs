using WeChatPush.Inbox;
using WeChatPush.Sending;

namespace WeChatPush.Conversations;

/// <summary>Puts the conversations together: from the windows, what was sent, and the pushes.</summary>
internal sealed class ConversationService(
    IConversationStore store, ISendingStore sending, IPushHistory history, TimeProvider time) : IConversations
{
    private const int MaxPage = 200;
    private const int TimeDigits = 16;

    /// <inheritdoc/>
    public async ValueTask<AnswerWindow?> FindWindowAsync(string app, string openId, CancellationToken cancellationToken) =>
        await sending.ReadWindowAsync(app, openId, cancellationToken) is { } window ? ToWindow(window) : null;

    /// <inheritdoc/>
    public async ValueTask<ConversationPage> ListAsync(
        string app, bool isWaiting, int limit, string? cursor, CancellationToken cancellationToken)
    {
        limit = Math.Clamp(limit, 1, MaxPage);
        var found = await store.ListAsync(app, isWaiting, ParsePlace(cursor), limit + 1, cancellationToken);
        var items = new List<Conversation>();
        foreach (var one in found.Take(limit))
        {
            var last = one.Pushes.FirstOrDefault(push => push.At == one.AskedAt);
            items.Add(new(
                one.OpenId,
                one.AskedAt!.Value,
                last.Id is null ? null : await history.FindAsync(app, last.Id, cancellationToken),
                one.WaitingSince,
                ToWindow(one.Window)));
        }

        return new(items, found.Count > limit ? FormatPlace(items[^1]) : null);
    }

    /// <inheritdoc/>
    public async ValueTask<ConversationEntryPage> ReadAsync(
        string app, string openId, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var before = Cursor.Parse(cursor);
        var pushes = (await store.FindAsync(app, openId, cancellationToken))?.Pushes ?? [];
        var sent = await store.ReadSentAsync(app, openId, cancellationToken);
        var all = pushes.Select(push => (push.At, Push: (string?)push.Id, Sent: (SentMessage?)null))
            .Concat(sent.Select(message => (message.At, Push: (string?)null, Sent: (SentMessage?)message)))
            .Where(one => one.At.ToUnixTimeMilliseconds() < before)
            .OrderByDescending(one => one.At)
            .ToList();
        var count = Math.Min(all.Count, Math.Clamp(limit, 1, MaxPage));

        // A page ends between two times, so that none is left out between it and the next.
        while (count > 0 && count < all.Count && Milliseconds(all[count].At) == Milliseconds(all[count - 1].At))
            count++;
        var items = new List<ConversationEntry>(count);
        foreach (var (_, push, message) in all.Take(count))
        {
            if (message is not null)
                items.Add(ToEntry(message));
            else if (await history.FindAsync(app, push!, cancellationToken) is { } detail)
                items.Add(ToEntry(detail));
        }

        return new(items, count < all.Count ? Cursor.Format(Milliseconds(all[count - 1].At)) : null);
    }

    /// <inheritdoc/>
    public ValueTask<bool> EndAsync(string app, string openId) => store.EndAsync(app, openId, time.GetUtcNow());

    private static AnswerWindow ToWindow(CustomerServiceWindow window) => new(window.ClosesAt, window.Remaining);

    private static ConversationEntry ToEntry(PushDetail push) => new()
    {
        At = push.ReceivedAt,
        Kind = push.Event ?? push.MsgType,
        Push = push,
        PushId = push.Id,
    };

    private static ConversationEntry ToEntry(SentMessage message) => new()
    {
        At = message.At,
        Kind = message.Kind,
        Sent = message.Content,
        Outcome = message.Outcome,
        ErrCode = message.ErrCode,
        ErrMsg = message.ErrMsg,
        PushId = message.PushId,
    };

    private static string FormatPlace(Conversation last) => Cursor.Format(Milliseconds(last.LastAt)) + last.OpenId;

    private static ConversationPlace? ParsePlace(string? cursor)
    {
        if (cursor is null)
            return null;
        return cursor.Length > TimeDigits && Cursor.TryParse(cursor[..TimeDigits], out var at) && at < 253_370_764_800_000
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(at), cursor[TimeDigits..])
            : throw new FormatException("The cursor is not one that a list answered with.");
    }

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
