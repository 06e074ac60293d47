using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPush.Sending;

/// <summary>The answer of <c>gettemplate</c>, as far as it is read.</summary>
internal sealed record TemplateAnswer(IReadOnlyList<ListedTemplate>? Data)
{
    /// <summary>The templates of an answer, or <see langword="null"/> when it holds no list of them.</summary>
    public static IReadOnlyList<SubscribeTemplate>? Read(ReadOnlyMemory<byte> answer)
    {
        try
        {
            var data = JsonSerializer.Deserialize(answer.Span, TemplateJson.Default.TemplateAnswer)?.Data;
            return data is null ? null : [.. data.OfType<ListedTemplate>().Select(template => template.ToTemplate())];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>A template, in WeChat's words.</summary>
internal sealed record ListedTemplate(
    string? PriTmplId,
    string? Title,
    string? Content,
    string? Example,
    int Type,
    IReadOnlyList<ListedValues>? KeywordEnumValueList)
{
    public SubscribeTemplate ToTemplate() => new(
        PriTmplId ?? "",
        Title ?? "",
        Content ?? "",
        Example ?? "",
        Enum.IsDefined((TemplateType)Type) ? (TemplateType)Type : null,
        TemplateKeywords.Read(Content ?? "", [.. (KeywordEnumValueList ?? []).OfType<ListedValues>()]));
}

/// <summary>The values of one keyword; the code is its name with <c>.DATA</c> behind it.</summary>
internal sealed record ListedValues(string? KeywordCode, IReadOnlyList<string>? EnumValueList);

/// <summary>Reads numbers that come as texts, too: WeChat's APIs are not of one mind.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TemplateAnswer))]
internal sealed partial class TemplateJson : JsonSerializerContext;
