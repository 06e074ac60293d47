namespace WeChatPush.Server.Api.Credits;

/// <summary>A report of one user's credits, from the mini program's own backend.</summary>
internal sealed record CreditReportRequest : CreditReportMembers
{
    /// <summary>The user.</summary>
    public required string OpenId { get; init; }
}
