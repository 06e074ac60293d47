using WeChatPush.Credits;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Credits;

/// <summary>What every report of a user's credits has, from a backend as from a phone.</summary>
internal abstract record CreditReportMembers
{
    /// <summary>The header by which the same report is recognised.</summary>
    public const string IdHeader = "Idempotency-Key";

    /// <summary>The formIds of forms that the user submitted.</summary>
    public IReadOnlyList<FormIdRequest>? FormIds { get; init; }

    /// <summary>The result of <c>wx.requestSubscribeMessage</c> as it is: an answer for each template id.</summary>
    public IReadOnlyDictionary<string, PopUpAnswer>? Subscribe { get; init; }

    /// <summary>The report of one user; what its rules find wrong is noted.</summary>
    public CreditReport ToReport(string openId, HttpRequest request, BodyErrors errors, bool fromClient = false)
    {
        if (FormIds is null && Subscribe is null && !errors.Has("formIds") && !errors.Has("subscribe"))
            errors.AddRules(new Dictionary<string, string[]> { [BodyErrors.Whole] = ["must have formIds or subscribe"] });
        var report = new CreditReport
        {
            OpenId = openId,
            FromClient = fromClient,
            FormIds = [.. (FormIds ?? []).Select(formId => formId.ToReport())],
            Subscribe = (Subscribe ?? new Dictionary<string, PopUpAnswer>())
                .Where(answer => answer.Value.Word is not null)
                .ToDictionary(answer => answer.Key, answer => answer.Value.Word!, StringComparer.Ordinal),
            ReportId = request.Headers[IdHeader].ToString() is { Length: > 0 } id ? id : null,
        };
        errors.AddRules(report.Check());
        return report;
    }
}
