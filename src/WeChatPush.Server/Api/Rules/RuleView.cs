using System.Text.Json.Serialization;
using WeChatPush.Apps;

namespace WeChatPush.Server.Api.Rules;

/// <summary>A rule as it can be written back: without the secret of its forward, which stays then. What is not set is left out.</summary>
internal sealed record RuleView
{
    /// <inheritdoc cref="RuleOptions.MsgType"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MsgType { get; init; }

    /// <inheritdoc cref="RuleOptions.Event"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Event { get; init; }

    /// <inheritdoc cref="RuleOptions.Content"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Content { get; init; }

    /// <inheritdoc cref="RuleOptions.Send"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SendRuleOptions? Send { get; init; }

    /// <inheritdoc cref="RuleOptions.TransferToCustomerService"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TransferToCustomerService { get; init; }

    /// <inheritdoc cref="RuleOptions.ReplyBody"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReplyBody { get; init; }

    /// <inheritdoc cref="RuleOptions.Forward"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ForwardView? Forward { get; init; }

    public static RuleView From(RuleOptions rule) => new()
    {
        MsgType = rule.MsgType,
        Event = rule.Event,
        Content = rule.Content,
        Send = rule.Send,
        TransferToCustomerService = rule.TransferToCustomerService,
        ReplyBody = rule.ReplyBody,
        Forward = rule.Forward is { } forward
            ? new(forward.Url, forward.Reply)
            : null,
    };
}

/// <summary>The destination of a rule.</summary>
/// <param name="Url">Where the push is posted.</param>
/// <param name="Reply">Whether WeChat is answered with what the destination returns.</param>
internal sealed record ForwardView(string? Url, bool Reply);

/// <summary>The rules of an app, without secrets.</summary>
/// <param name="Rules">In their order.</param>
/// <param name="Version">The app's version, which is the ETag too; of stored apps only.</param>
internal sealed record RulesView(IReadOnlyList<RuleView> Rules, long? Version);

/// <summary>Earlier rules of an app, the newest first.</summary>
internal sealed record RuleVersionsView(IReadOnlyList<RuleVersionView> Items);

/// <summary>Rules that were in force before, without secrets.</summary>
/// <param name="Until">When others took their place.</param>
/// <param name="Rules">In their order.</param>
internal sealed record RuleVersionView(DateTimeOffset Until, IReadOnlyList<RuleView> Rules)
{
    public static RuleVersionView From(EarlierRules earlier) => new(earlier.Until, [.. earlier.Rules.Select(RuleView.From)]);
}
