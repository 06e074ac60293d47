using System.Text.Json.Nodes;
using WeChatPush.Simulator.FakeApi.Accounts;

namespace WeChatPush.Simulator.FakeApi.Apis;

/// <summary><c>gettemplate</c>: the account's own templates of subscribe messages.</summary>
internal static class TemplateListApi
{
    public static FakeAnswer List(FakeWeChat weChat, FakeRequest request)
    {
        if (request.IsPost)
            return FakeAnswer.Error(43001, "require GET method");

        var answer = FakeAnswer.Ok();
        answer.Body["data"] = new JsonArray([.. weChat.Templates.Select(Write)]);
        return answer;
    }

    private static JsonObject Write(FakeTemplate template)
    {
        var json = new JsonObject
        {
            ["priTmplId"] = template.Id,
            ["title"] = template.Title,
            ["content"] = template.Content,
            ["example"] = template.Example,
            ["type"] = template.IsLongTerm ? 3 : 2,
        };
        if (template.Values.Count > 0)
            json["keywordEnumValueList"] = new JsonArray([.. template.Values.Select(Write)]);
        return json;
    }

    private static JsonObject Write(KeyValuePair<string, string[]> values) => new()
    {
        ["keywordCode"] = $"{values.Key}.DATA",
        ["enumValueList"] = new JsonArray([.. values.Value.Select(value => JsonValue.Create(value))]),
    };
}
