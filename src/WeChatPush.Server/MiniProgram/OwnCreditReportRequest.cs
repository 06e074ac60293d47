using WeChatPush.Server.Api.Credits;

namespace WeChatPush.Server.MiniProgram;

/// <summary>A report of the credits of the user whose token it comes with.</summary>
internal sealed record OwnCreditReportRequest : CreditReportMembers
{
    /// <summary>The user, who must be the token's; may be left out.</summary>
    public string? OpenId { get; init; }
}
