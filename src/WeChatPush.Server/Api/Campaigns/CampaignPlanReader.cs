using System.Globalization;
using System.Text.Json;
using WeChatPush.Campaigns;
using WeChatPush.Server.Api.Outbound;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Reads what a campaign is to do.</summary>
internal static class CampaignPlanReader
{
    /// <summary>Reads the plan; what is wrong is in the reader.</summary>
    /// <param name="reader">Collects what is wrong.</param>
    /// <param name="body">The JSON.</param>
    /// <param name="audience">
    /// Whom it goes to, where that is known already; <see langword="null"/>: the JSON says it.
    /// </param>
    public static CampaignPlan Read(BodyReader reader, JsonElement body, CampaignAudience? audience) => new()
    {
        Name = reader.Required(body, "name"),
        Kind = CreditMessageReader.Kind(reader, body),
        TemplateId = reader.Required(body, "templateId"),
        Page = reader.Optional(body, "page"),
        Data = CreditMessageReader.Data(reader, body),
        Rate = Rate(reader, body),
        StartAt = reader.OptionalTime(body, "startAt", "startAt"),
        DryRun = Flag(reader, body, "dryRun"),
        Audience = audience ?? Audience(reader, body),
        Limits = Limits(reader, body),
    };

    private static double Rate(BodyReader reader, JsonElement body)
    {
        if (!BodyReader.IsGiven(body, "rate", out var rate))
            reader.Wrong("rate", "is required: messages per second");
        else if (rate.ValueKind is JsonValueKind.Number && rate.TryGetDouble(out var number))
            return number;
        else
            reader.Wrong("rate", "must be a number: messages per second");
        return 1;
    }

    private static bool Flag(BodyReader reader, JsonElement body, string name)
    {
        if (!BodyReader.IsGiven(body, name, out var flag))
            return false;
        if (flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            reader.Wrong(name, "must be true or false");
        return flag.ValueKind is JsonValueKind.True;
    }

    private static CampaignAudience Audience(BodyReader reader, JsonElement body)
    {
        if (!BodyReader.IsGiven(body, "audience", out var audience) || audience.ValueKind is not JsonValueKind.Object)
        {
            reader.Wrong("audience", "is required: {\"kind\": \"everyone\"} or {\"kind\": \"list\", \"recipients\": […]}");
            return CampaignAudience.List;
        }

        switch (reader.Required(audience, "kind", "audience.kind"))
        {
            case "everyone":
                if (BodyReader.IsGiven(audience, "recipients", out _))
                    reader.Wrong("audience.recipients", "must be left out: everyone is meant");
                return CampaignAudience.Everyone;
            case "list":
                if (!BodyReader.IsGiven(audience, "recipients", out var recipients)
                    || recipients.ValueKind is not JsonValueKind.Array)
                    reader.Wrong("audience.recipients", "is required: [{\"openId\": \"…\", \"values\": {…}}, …]");
                return CampaignAudience.List;
            default:
                reader.Wrong("audience.kind", "must be everyone or list");
                return CampaignAudience.List;
        }
    }

    private static CampaignLimits Limits(BodyReader reader, JsonElement body)
    {
        if (!BodyReader.IsGiven(body, "limits", out var limits))
            return new();
        if (limits.ValueKind is not JsonValueKind.Object)
        {
            reader.Wrong("limits", "must be an object");
            return new();
        }

        int? perDay = null;
        if (BodyReader.IsGiven(limits, "perUserPerDay", out var number))
        {
            if (number.ValueKind is JsonValueKind.Number && number.TryGetInt32(out var whole))
                perDay = whole;
            else
                reader.Wrong("limits.perUserPerDay", "must be a whole number");
        }

        return new() { PerUserPerDay = perDay, QuietHours = Quiet(reader, limits) };
    }

    private static QuietHours? Quiet(BodyReader reader, JsonElement limits)
    {
        const string path = "limits.quietHours";
        if (!BodyReader.IsGiven(limits, "quietHours", out var quiet))
            return null;
        if (quiet.ValueKind is not JsonValueKind.Object)
        {
            reader.Wrong(path, "must be an object with from and to");
            return null;
        }

        var from = Clock(reader, reader.Required(quiet, "from", $"{path}.from"), $"{path}.from");
        var to = Clock(reader, reader.Required(quiet, "to", $"{path}.to"), $"{path}.to");
        var then = reader.Optional(quiet, "then");
        if (then is not (null or "skip" or "wait"))
            reader.Wrong($"{path}.then", "must be skip or wait");
        return new(
            from, to, Offset(reader, reader.Optional(quiet, "utcOffset"), $"{path}.utcOffset"),
            then is "skip" ? QuietHoursAction.Skip : QuietHoursAction.Wait);
    }

    private static TimeOnly Clock(BodyReader reader, string text, string path)
    {
        if (!TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            reader.Wrong(path, "must be a time of the day such as 22:00");
        return time;
    }

    private static TimeSpan Offset(BodyReader reader, string? text, string path)
    {
        // The time of China.
        if (text is null)
            return TimeSpan.FromHours(8);
        if (text is ['+' or '-', .. var clock]
            && TimeSpan.TryParseExact(clock, @"hh\:mm", CultureInfo.InvariantCulture, out var offset))
            return text[0] is '-' ? -offset : offset;
        reader.Wrong(path, "must be an offset such as +08:00");
        return default;
    }
}
