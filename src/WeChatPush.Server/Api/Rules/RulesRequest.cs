namespace WeChatPush.Server.Api.Rules;

/// <summary>The rules of an app, in their order.</summary>
internal sealed class RulesRequest
{
    /// <summary>The rules; the first that matches counts. A forward without secret keeps the one that the same address has now.</summary>
    public required IList<RuleOptions> Rules { get; set; }
}
