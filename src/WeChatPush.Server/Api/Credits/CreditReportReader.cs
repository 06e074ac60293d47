using System.Text.Json;
using WeChatPush.Credits;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Credits;

/// <summary>Reads what is reported of a user's credits.</summary>
internal static class CreditReportReader
{
    /// <summary>The header by which the same report is recognised.</summary>
    public const string IdHeader = "Idempotency-Key";

    /// <summary>Reads the members beside the user.</summary>
    public static CreditReport Read(BodyReader reader, JsonElement body, string openId, HttpRequest request)
    {
        var report = new CreditReport
        {
            OpenId = openId,
            FormIds = FormIds(reader, body),
            Subscribe = Subscribe(reader, body),
            ReportId = request.Headers[IdHeader].ToString() is { Length: > 0 } id ? id : null,
        };
        if (!BodyReader.IsGiven(body, "formIds", out _) && !BodyReader.IsGiven(body, "subscribe", out _))
            reader.Wrong("body", "must have formIds or subscribe");
        if (reader.IsFine)
            reader.Wrong(report.Check());
        return report;
    }

    private static List<ReportedFormId> FormIds(BodyReader reader, JsonElement body)
    {
        var formIds = new List<ReportedFormId>();
        if (!BodyReader.IsGiven(body, "formIds", out var list))
            return formIds;
        if (list.ValueKind is not JsonValueKind.Array)
        {
            reader.Wrong("formIds", "must be a list");
            return formIds;
        }

        foreach (var (i, item) in list.EnumerateArray().Index())
        {
            var path = $"formIds[{i}]";
            if (item.ValueKind is JsonValueKind.Object)
            {
                formIds.Add(new(
                    reader.Required(item, "formId", $"{path}.formId"),
                    reader.OptionalTime(item, "expireAt", $"{path}.expireAt")));
            }
            else
            {
                reader.Wrong(path, "must be an object with formId");
            }
        }

        return formIds;
    }

    // The result of the pop-up as it is: beside the templates it has errMsg, and whatever WeChat adds in time.
    private static Dictionary<string, string> Subscribe(BodyReader reader, JsonElement body)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!BodyReader.IsGiven(body, "subscribe", out var result))
            return answers;
        if (result.ValueKind is not JsonValueKind.Object)
        {
            reader.Wrong("subscribe", "must be an object of template ids and what the user answered");
            return answers;
        }

        foreach (var answer in result.EnumerateObject())
        {
            if (answer.Value.ValueKind is JsonValueKind.String)
                answers[answer.Name] = reader.TextOf(answer.Value, $"subscribe.{answer.Name}") ?? "";
        }

        return answers;
    }
}
