using WeChatPush.Protocol;

namespace WeChatPush.Simulator.Pushing;

/// <summary>Builds the messages and events of one user.</summary>
public sealed class PushBuilder(SimulatedApp app, string openId, TimeProvider? time = null)
{
    // Larger than a double or JavaScript's numbers can hold, as WeChat's own ids are.
    private static long _lastMsgId = 6_074_746_557_628_292_943 + Random.Shared.Next();

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public PushFormat Format { get; init; } = app.Format;

    /// <summary>Unix seconds; the current time when left out.</summary>
    public long? CreateTime { get; init; }

    /// <summary>A number or a text; a new number when left out.</summary>
    public object? MsgId { get; init; }

    /// <summary>The same user with fixed ids; what is null stays as it was.</summary>
    public PushBuilder WithIds(object? msgId, long? createTime) => new(app, openId, _time)
    {
        Format = Format,
        MsgId = msgId ?? MsgId,
        CreateTime = createTime ?? CreateTime,
    };

    public PushPayload Text(string content) => Message("text", new PushFields { { "Content", content } });

    public PushPayload Image(string picUrl, string mediaId) =>
        Message("image", new PushFields { { "PicUrl", picUrl }, { "MediaId", mediaId } });

    public PushPayload MiniProgramPage(string title, string pagePath, string thumbUrl = "", string thumbMediaId = "") =>
        Message("miniprogrampage", new PushFields
        {
            { "Title", title },
            { "AppId", app.AppId },
            { "PagePath", pagePath },
            { "ThumbUrl", thumbUrl },
            { "ThumbMediaId", thumbMediaId },
        });

    /// <summary>A message of any kind, known or not.</summary>
    public PushPayload OfType(string msgType, string? content = null) =>
        Message(msgType, new PushFields { { "Content", content } });

    /// <summary>The user opened the customer-service session.</summary>
    public PushPayload EnterSession(string sessionFrom = "") =>
        Event("user_enter_tempsession", ("SessionFrom", sessionFrom));

    /// <summary>An event with any name and fields.</summary>
    public PushPayload Event(string name, params ReadOnlySpan<(string Name, object Value)> fields)
    {
        var all = Envelope("event", CreateTimeNow());
        all.Add("Event", name);
        foreach (var (field, value) in fields)
            all.Add(field, value);
        return Payload(all);
    }

    /// <summary>The user answered the subscription pop-up: <c>accept</c> or <c>reject</c> for each template.</summary>
    public PushPayload SubscribePopup(params IEnumerable<(string TemplateId, string Status)> answers) =>
        Subscribe("subscribe_msg_popup_event", "SubscribeMsgPopupEvent", false,
            from answer in answers
            select new PushFields
            {
                { "TemplateId", answer.TemplateId },
                { "SubscribeStatusString", answer.Status },
                { "PopupScene", Format == PushFormat.Json ? "0" : 0 },
            });

    /// <summary>The user switched templates off in the settings.</summary>
    public PushPayload SubscribeChange(params IEnumerable<string> rejectedTemplateIds) =>
        Subscribe("subscribe_msg_change_event", "SubscribeMsgChangeEvent", true,
            from id in rejectedTemplateIds
            select new PushFields { { "TemplateId", id }, { "SubscribeStatusString", "reject" } });

    /// <summary>What became of a subscribe message that the API had accepted.</summary>
    public PushPayload SubscribeSent(
        string templateId, long msgId, int errorCode = 0, string errorStatus = "success") =>
        Subscribe("subscribe_msg_sent_event", "SubscribeMsgSentEvent", false, [new PushFields
        {
            { "TemplateId", templateId },
            { "MsgID", Format == PushFormat.Json ? $"{msgId}" : msgId },
            { "ErrorCode", Format == PushFormat.Json ? $"{errorCode}" : errorCode },
            { "ErrorStatus", errorStatus },
        }]);

    /// <summary>A body as it stands; the format is what its first character says.</summary>
    public PushPayload Raw(ReadOnlyMemory<byte> body) => new()
    {
        Format = body.Span.IndexOf((byte)'{') is var brace and >= 0
            && (body.Span.IndexOf((byte)'<') is var bracket && (bracket < 0 || brace < bracket))
            ? PushFormat.Json : PushFormat.Xml,
        Body = body,
        OpenId = openId,
        ToUserName = app.OriginalId,
    };

    // In JSON a list of one is the object itself; in XML the items repeat inside an element named after the event.
    internal PushPayload Subscribe(string name, string wrapper, bool alwaysArray, IEnumerable<PushFields> items)
    {
        var list = items.ToArray();
        var all = Envelope("event", Format == PushFormat.Json ? $"{CreateTimeNow()}" : CreateTimeNow());
        all.Add("Event", name);
        if (Format == PushFormat.Xml)
            all.Add(wrapper, new PushFields { { "List", list } });
        else
            all.Add("List", list.Length == 1 && !alwaysArray ? list[0] : list);
        return Payload(all);
    }

    private PushPayload Message(string msgType, PushFields fields)
    {
        var all = Envelope(msgType, CreateTimeNow());
        foreach (var (name, value) in fields)
            all.Add(name, value);
        all.Add("MsgId", MsgId ?? Interlocked.Increment(ref _lastMsgId));
        return Payload(all);
    }

    private PushFields Envelope(string msgType, object createTime) => new()
    {
        { "ToUserName", app.OriginalId },
        { "FromUserName", openId },
        { "CreateTime", createTime },
        { "MsgType", msgType },
    };

    private long CreateTimeNow() => CreateTime ?? _time.GetUtcNow().ToUnixTimeSeconds();

    private PushPayload Payload(PushFields fields) => new()
    {
        Format = Format,
        Body = PushWriter.Write(Format, fields),
        OpenId = openId,
        ToUserName = app.OriginalId,
    };
}
