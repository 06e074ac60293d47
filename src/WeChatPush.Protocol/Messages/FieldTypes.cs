using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace WeChatPush.Protocol;

/// <summary>What a scalar of the unified form is written as.</summary>
internal enum FieldType
{
    /// <summary>JSON as WeChat wrote it; in XML a number where it looks like one and is no CDATA.</summary>
    AsWritten,

    /// <summary>A string, also where WeChat wrote a number.</summary>
    Text,

    /// <summary>A number, also where WeChat wrote a string; what is no number stays a string.</summary>
    Number,
}

/// <summary>
/// The one rule for the type of a field in the unified form, whichever format the push came in and however its writer
/// quoted it. The names count at any depth and to the letter. What is not here keeps the type that it came with, since
/// only WeChat knows it.
/// </summary>
internal static class FieldTypes
{
    private const int MaxName = 32;

    private const int MaxExactDigits = 16;

    private const long MaxExact = 9007199254740991;

    private static readonly FrozenDictionary<string, FieldType> Types =
        new[]
        {
            // Every push, and ids beyond what a JSON number holds
            (FieldType.Text, "ToUserName FromUserName MsgType Event MsgId MsgID"),
            (FieldType.Number, "CreateTime"),

            // Messages
            (FieldType.Text, "Content PicUrl MediaId Title AppId PagePath ThumbUrl ThumbMediaId Format Recognition Label Description Url"),
            (FieldType.Number, "Location_X Location_Y Scale"),

            // Customer service, subscriptions
            (FieldType.Text, "SessionFrom TemplateId SubscribeStatusString ErrorStatus"),
            (FieldType.Number, "PopupScene ErrorCode"),

            // Payments: order numbers are digits often enough
            (FieldType.Text, "OpenId OutTradeNo MchOrderNo TransactionId MchOrderId WxOrderId WxRefundId MchRefundId"),
            (FieldType.Text, "out_trade_no transaction_id merchant_id merchant_trade_no sub_merchant_id out_refund_no refund_id"),
            (FieldType.Text, "trace_id order_id waybill_id"),
        }
        .SelectMany(row => row.Item2.Split(' ').Select(name => KeyValuePair.Create(name, row.Item1)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FieldType>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Types.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>The type of the field of this name.</summary>
    public static FieldType Find(ReadOnlySpan<char> name) => Lookup.TryGetValue(name, out var type) ? type : FieldType.AsWritten;

    /// <inheritdoc cref="Find(ReadOnlySpan{char})"/>
    public static FieldType Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxName)
            return FieldType.AsWritten;

        Span<char> chars = stackalloc char[MaxName];
        return Find(chars[..Encoding.UTF8.GetChars(name, chars)]);
    }

    /// <summary>
    /// Whether the text is a number as JSON writes it, and not longer than every JSON reader holds exactly.
    /// </summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        var digits = text is ['-', ..] ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        if (whole.IsEmpty || whole.ContainsAnyExcept(Digits) || whole is ['0', _, ..] || text is "-0" || digits.Length > MaxExactDigits)
            return false;

        if (point < 0)
            return long.Parse(digits, provider: null) <= MaxExact;

        var fraction = digits[(point + 1)..];
        return !fraction.IsEmpty && !fraction.ContainsAnyExcept(Digits);
    }

    /// <summary>Whether nothing of the text is lost by making it a number: it has no trailing zeros either.</summary>
    public static bool IsPlainNumber(string text) => IsNumber(text) && !(text.Contains('.', StringComparison.Ordinal) && text[^1] == '0');
}
