using System.Text;
using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Inbox;

/// <summary>Looks for a text in what a push says: in the values of its message, not in how XML or JSON writes them.</summary>
internal sealed class PushTextMatch(string text)
{
    /// <summary>Whether the text stands in one of the values; in the bytes, where they are no message.</summary>
    public bool IsIn(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return false;
        try
        {
            if (PushReader.Read(body, out var message) is ReadOutcome.Ok)
                return IsIn(message.Json);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in one of its strings.
        }

        return IsIn(Encoding.UTF8.GetString(body.Span));
    }

    private bool IsIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(member => IsIn(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(IsIn),
        JsonValueKind.String => IsIn(value.GetString()!),
        JsonValueKind.Number => IsIn(value.GetRawText()),
        _ => false,
    };

    private bool IsIn(string value) => value.Contains(text, StringComparison.OrdinalIgnoreCase);
}
