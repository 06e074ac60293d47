using System.Text.Json.Serialization;
using WeChatPush.Credits;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Outbound;

/// <summary>One message to one user on one credit.</summary>
internal sealed record CreditMessageRequest
{
    /// <summary>The user.</summary>
    public required string OpenId { get; init; }

    /// <summary>The template; at most 128 characters.</summary>
    public required string TemplateId { get; init; }

    /// <summary>The page of the mini program that a tap leads to; at most 1024 characters. Left out: a tap leads nowhere.</summary>
    public string? Page { get; init; }

    /// <summary>The value of each keyword, by its key in the template, such as <c>thing1</c>.</summary>
    public IReadOnlyDictionary<string, KeywordValue>? Data { get; init; }

    /// <summary>In the place of data, for kind template: the values of keyword1, keyword2, … in their order.</summary>
    public IReadOnlyList<TextOrNumber>? Keywords { get; init; }

    /// <summary>On which kind of credit: a subscribe permit, if left out.</summary>
    public CreditKind? Kind { get; init; }

    /// <summary>
    /// Which version of the mini program a tap opens: the released one, if left out. Of subscribe messages only.
    /// </summary>
    [JsonPropertyName("miniprogramState")]
    public MiniProgramState? MiniProgramState { get; init; }

    /// <summary>The language of the texts around the message: zh_CN, if left out. Of subscribe messages only.</summary>
    public MessageLanguage? Lang { get; init; }

    /// <summary>The same in the engine's words; what is wrong with it is noted.</summary>
    public CreditMessage ToMessage(BodyErrors errors)
    {
        var kind = Kind ?? CreditKind.Subscribe;
        var message = ToMessage(kind, KeywordTexts.Read(Data, Keywords, kind, errors));
        KeywordTexts.AddRules(errors, message.Check(), Keywords);
        return message;
    }

    private CreditMessage ToMessage(CreditKind kind, IReadOnlyDictionary<string, string> data) => new()
    {
        OpenId = OpenId,
        TemplateId = TemplateId,
        Page = Page,
        Data = data,
        Kind = kind,
        MiniProgramState = MiniProgramState,
        Lang = Lang,
    };
}
