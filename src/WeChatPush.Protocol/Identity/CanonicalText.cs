using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// Writes a value so that two tries of one push give the same text: names in order, numbers and strings alike, a
/// list of one like its only item, as the two formats do not agree on either.
/// </summary>
internal static class CanonicalText
{
    // What WeChat counts up from try to try, and the ciphertext of the compatible mode, which is new each time.
    private static readonly string[] Changing = ["RetryTimes", "Encrypt"];

    // What stands for the kind of push, which is compared ignoring case, and so not here.
    private static readonly string[] ChangingOrKind = [.. Changing, "MsgType", "Event"];

    /// <summary>How an empty or missing value looks.</summary>
    public static string Nothing { get; } = "0:";

    /// <summary>A value as text. What changes from try to try is left out at any depth.</summary>
    public static string From(JsonElement value)
    {
        var output = new StringBuilder();
        Write(output, value);
        return output.ToString();
    }

    /// <summary>All fields of a push but those of its kind.</summary>
    public static string OfFields(JsonElement push)
    {
        var output = new StringBuilder();
        WriteObject(output, push, ChangingOrKind);
        return output.ToString();
    }

    private static void Write(StringBuilder output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(output, value, Changing);
                break;

            case JsonValueKind.Array when value.GetArrayLength() == 1:
                Write(output, value[0]);
                break;

            case JsonValueKind.Array when value.GetArrayLength() > 1:
                output.Append('[');
                foreach (var item in value.EnumerateArray())
                    Write(output, item);
                output.Append(']');
                break;

            default:
                WriteText(output, value.ToText() ?? "");
                break;
        }
    }

    private static void WriteObject(StringBuilder output, JsonElement value, string[] without)
    {
        output.Append('{');

        foreach (var property in value.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            if (without.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                continue;

            WriteText(output, property.Name);
            Write(output, property.Value);
        }

        output.Append('}');
    }

    private static void WriteText(StringBuilder output, string text) =>
        output.Append(text.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(text);
}
