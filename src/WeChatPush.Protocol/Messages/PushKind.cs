namespace WeChatPush.Protocol;

/// <summary>
/// What a push is about: its MsgType, and for events their name. Compared ignoring case, as WeChat's own pages
/// do not agree on it, and with a space for an underscore, as its complaint event has it in JSON; no event and an
/// empty one are the same.
/// </summary>
/// <param name="MsgType"><c>text</c>, <c>event</c>…</param>
/// <param name="Event">The event's name; null for messages.</param>
public readonly record struct PushKind(string MsgType, string? Event = null)
{
    /// <summary>The kind of an event.</summary>
    public static PushKind OfEvent(string name) => new("event", name);

    /// <inheritdoc/>
    public bool Equals(PushKind other) =>
        string.Equals(Folded(MsgType), Folded(other.MsgType), StringComparison.OrdinalIgnoreCase)
        && string.Equals(Folded(Event), Folded(other.Event), StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(
        StringComparer.OrdinalIgnoreCase.GetHashCode(Folded(MsgType)),
        StringComparer.OrdinalIgnoreCase.GetHashCode(Folded(Event)));

    /// <summary><c>text</c>, or <c>event/wxa_media_check</c>.</summary>
    public override string ToString() => string.IsNullOrEmpty(Event) ? MsgType ?? "" : $"{MsgType}/{Event}";

    // No copy is made unless there is a space.
    private static string Folded(string? name) => (name ?? "").Replace(' ', '_');
}
