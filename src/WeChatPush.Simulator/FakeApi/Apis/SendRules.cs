using System.Globalization;
using System.Text.Json;

namespace WeChatPush.Simulator.FakeApi.Apis;

/// <summary>What all message APIs ask of a request.</summary>
internal static class SendRules
{
    public static FakeAnswer? Check(FakeRequest request)
    {
        if (!request.IsPost)
            return FakeAnswer.Error(43002, "require POST method");
        if (request.Body.Length == 0)
            return FakeAnswer.Error(44002, "empty post data");
        if (HasEscapedText(request.Body))
        {
            return FakeAnswer.Error(
                40033, @"invalid charset. please check your request, if include \uxxxx will create fail!");
        }

        if (request.Json.ValueKind != JsonValueKind.Object)
            return FakeAnswer.Error(47001, "data format error");

        return string.IsNullOrEmpty(request.OpenId) ? FakeAnswer.Error(40003, "invalid openid") : null;
    }

    public static FakeAnswer Invalid(string field) => FakeAnswer.Error(47003, $"argument invalid! {field} invalid");

    // WeChat stores the JSON text as it is, so the user would read the escape. Control characters have no other form.
    private static bool HasEscapedText(string body)
    {
        for (var i = body.IndexOf('\\'); i >= 0 && i + 1 < body.Length; i = body.IndexOf('\\', i + 2))
        {
            if (body[i + 1] == 'u'
                && i + 6 <= body.Length
                && int.TryParse(
                    body.AsSpan(i + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var unit)
                && !char.IsControl((char)unit))
            {
                return true;
            }

            if (i + 2 >= body.Length)
                break;
        }

        return false;
    }
}
