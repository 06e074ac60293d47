using WeChatPush.Credits;

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
    public required IReadOnlyDictionary<string, KeywordValue> Data { get; init; }

    /// <summary>On which kind of credit: a subscribe permit, if left out.</summary>
    public CreditKind? Kind { get; init; }

    /// <summary>The same in the engine's words.</summary>
    public CreditMessage ToMessage() => new()
    {
        OpenId = OpenId,
        TemplateId = TemplateId,
        Page = Page,
        Data = KeywordValue.ToTexts(Data),
        Kind = Kind ?? CreditKind.Subscribe,
    };
}
