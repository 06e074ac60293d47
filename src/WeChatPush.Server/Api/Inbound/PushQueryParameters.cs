using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using WeChatPush.Inbox;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>Which pushes, as the query says it.</summary>
internal readonly struct PushQueryParameters
{
    private const int MaxText = 200;

    [FromQuery(Name = "state")]
    public string? State { get; init; }

    [FromQuery(Name = "msgType")]
    public string? MsgType { get; init; }

    [FromQuery(Name = "event")]
    public string? Event { get; init; }

    [FromQuery(Name = "openId")]
    public string? OpenId { get; init; }

    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    [FromQuery(Name = "errcode")]
    public string? Errcode { get; init; }

    /// <summary>The filter; what is wrong with the parameters is noted.</summary>
    public PushFilter Read(QueryReader query) => new()
    {
        State = query.Word<PushState>("state", InboundPushEndpoints.Given(State)),
        MsgType = InboundPushEndpoints.Given(MsgType),
        Event = InboundPushEndpoints.Given(Event),
        OpenId = InboundPushEndpoints.Given(OpenId),
        Since = query.Time("since", InboundPushEndpoints.Given(Since)),
        Until = query.Time("until", InboundPushEndpoints.Given(Until)),
        Text = ReadText(query),
        ErrCode = ReadErrcode(query),
    };

    private string? ReadText(QueryReader query)
    {
        if (Q is { Length: > MaxText })
            query.Wrong("q", $"must have at most {MaxText} characters.");
        return InboundPushEndpoints.Given(Q);
    }

    private int? ReadErrcode(QueryReader query)
    {
        if (InboundPushEndpoints.Given(Errcode) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code))
            return code;
        query.Wrong("errcode", "must be a whole number.");
        return null;
    }
}
