using System.Text.Json.Nodes;
using WeChatPush.Inbox;
using WeChatPush.Operations;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>What must hold of a <see cref="DeadLettersRequest"/>, and what it means.</summary>
internal static class DeadLetterRules
{
    private const int MaxReasonLength = 500;
    private const int MaxWordLength = 128;

    /// <summary>Notes what is wrong.</summary>
    public static void Check(Body<DeadLettersRequest> body, bool needsFilter)
    {
        var (request, errors) = body;
        if (request.Reason is { Length: > MaxReasonLength })
            errors.Add("reason", $"must have at most {MaxReasonLength} characters");
        if (request.Rate is < NewOperation.MinRate or > NewOperation.MaxRate)
            errors.Add("rate", $"must be from {NewOperation.MinRate} to {NewOperation.MaxRate}");
        if (needsFilter && request.Filter is null && !errors.Any)
            errors.Add("filter", "is required; {} means all");
        CheckWord("group", request.Filter?.Group);
        CheckWord("msgType", request.Filter?.MsgType);
        CheckWord("event", request.Filter?.Event);
        CheckWord("openId", request.Filter?.OpenId);

        void CheckWord(string name, string? word)
        {
            if (word is { Length: 0 or > MaxWordLength })
                errors.Add($"filter.{name}", $"must have 1 to {MaxWordLength} characters");
        }
    }

    /// <summary>The dead letters that are meant.</summary>
    public static DeadLetterFilter ToFilter(DeadLettersRequest request) => new()
    {
        Group = request.Filter?.Group,
        MsgType = request.Filter?.MsgType,
        Event = request.Filter?.Event,
        OpenId = request.Filter?.OpenId,
        Since = request.Filter?.Since,
        Until = request.Filter?.Until,
        DeadSince = request.Since,
    };

    /// <summary>The same for the audit, which outlives an erasure of the user.</summary>
    public static JsonObject ToAudit(DeadLetterFilter filter)
    {
        var shown = new JsonObject();
        Add("group", filter.Group);
        Add("msgType", filter.MsgType);
        Add("event", filter.Event);
        Add("user", filter.OpenId is { } user ? AuditObject.User(user) : null);
        Add("since", filter.Since?.UtcDateTime.ToString("O"));
        Add("until", filter.Until?.UtcDateTime.ToString("O"));
        Add("deadSince", filter.DeadSince?.UtcDateTime.ToString("O"));
        return shown;

        void Add(string name, string? value)
        {
            if (value is not null)
                shown[name] = value;
        }
    }
}
