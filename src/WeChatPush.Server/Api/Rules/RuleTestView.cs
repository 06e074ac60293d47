using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Handling;

namespace WeChatPush.Server.Api.Rules;

/// <summary>What would be done with a push.</summary>
internal sealed record RuleTestView
{
    /// <summary>The rule that wins, by its place from 0; <see langword="null"/>: none does.</summary>
    public required int? Rule { get; init; }

    /// <summary>What that rule does.</summary>
    public required RuleTestAction Action { get; init; }

    /// <summary>Whose the push is: a rule's, code's, or none's.</summary>
    public required RuleTestHandler Handler { get; init; }

    /// <summary>Whether WeChat's request waits for the answer.</summary>
    public required bool InRequest { get; init; }

    /// <summary>The body for custom/send, its places filled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Send { get; init; }

    /// <summary>Why nothing would be sent, although the rule sends.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotSent { get; init; }

    /// <summary>The body of the answer, in the clear.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reply { get; init; }

    /// <summary>The destination, by scheme and host, and whether WeChat is answered with what it returns.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RuleTestForward? Forward { get; init; }

    /// <summary>The rules that were tried, in their order; those behind the winner are not.</summary>
    public required IReadOnlyList<RuleTrial> Why { get; init; }

    public static RuleTestView From(RuleTest test) => new()
    {
        Rule = test.Rule,
        Action = test.Action,
        Handler = test.Handler,
        InRequest = test.InRequest,
        Send = test.Send,
        NotSent = test.NotSent,
        Reply = test.Reply,
        Forward = test.Forward,
        Why = test.Trials,
    };
}
