using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPush.Simulator.FakeApi.Calls;

/// <summary>How the simulated WeChat ended a call.</summary>
public enum FakeOutcome
{
    /// <summary>errcode 0.</summary>
    Ok,

    /// <summary>HTTP 200 with another errcode.</summary>
    Refused,

    /// <summary>An injected HTTP status or body.</summary>
    HttpError,

    /// <summary>The request was read, the connection cut before the answer.</summary>
    Cut,
}

/// <summary>One call that arrived. The secret of token calls is left out of <see cref="Body"/>.</summary>
public sealed record FakeCall
{
    /// <summary>Counts up from 1 in the order in which calls ended.</summary>
    public long Id { get; init; }

    /// <summary>The path below the prefix, such as <c>/cgi-bin/message/custom/send</c>.</summary>
    public required string Api { get; init; }

    public required string Method { get; init; }

    public string? AppId { get; init; }

    public string? OpenId { get; init; }

    public string? AccessToken { get; init; }

    /// <summary>In whose name the call was made, in a cloud environment that several mini programs share.</summary>
    public string? FromAppId { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset At { get; init; }

    public required FakeOutcome Outcome { get; init; }

    /// <summary>The errcode answered, or the one that would have been without the cut; null for HTTP errors.</summary>
    public int? ErrCode { get; init; }

    public int HttpStatus { get; init; } = 200;

    /// <summary>The message reached the user, whatever the caller was answered.</summary>
    public bool Delivered { get; init; }

    /// <summary>The id answered for subscribe messages: beyond what a double can hold.</summary>
    public long? MsgId { get; init; }

    [JsonIgnore]
    public bool IsSend => FakeApis.IsSend(Api);

    /// <summary>The body as JSON; <c>Undefined</c> when it is none.</summary>
    [JsonIgnore]
    public JsonElement Json => FakeRequest.Parse(Body);

    /// <summary>The words of a customer-service text message.</summary>
    [JsonIgnore]
    public string? Text =>
        Json is { ValueKind: JsonValueKind.Object } json
        && json.TryGetProperty("text", out var text)
        && text is { ValueKind: JsonValueKind.Object }
        && text.TryGetProperty("content", out var content)
            ? content.GetString()
            : null;
}
