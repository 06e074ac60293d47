namespace WeChatPush.Sending;

/// <summary>What is asked of one of an app's APIs, before it is known with which token.</summary>
internal sealed record ApiRequest
{
    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The path below the base address, as in <see cref="SendApis"/>.</summary>
    public required string Api { get; init; }

    /// <summary>What goes into the query beside the token.</summary>
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    /// <summary>What is posted.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>A GET: nothing is posted, nothing is changed, and a failure may be repeated.</summary>
    public bool IsRead { get; init; }

    /// <summary>
    /// In a cloud environment that several mini programs share: in whose name. <see langword="null"/>: its owner's.
    /// </summary>
    public string? FromAppId { get; init; }

    /// <summary>Whether a call that WeChat was too busy for may be tried again at once.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>
    /// An API beside the sends: that WeChat does not grant it to the account is no reason to stop them.
    /// </summary>
    public bool StandsAlone { get; init; }

    /// <summary>Whether this API leaves <c>errcode</c> out of a success.</summary>
    public bool SuccessLacksCode { get; init; }

    /// <summary>Whether a success is a file instead of JSON.</summary>
    public bool AnswersFile { get; init; }

    /// <summary>What is noted right before the request is written; <see langword="null"/>: nothing.</summary>
    public ISendNote? Note { get; init; }

    /// <summary>How much of an answer is read.</summary>
    public int MaxAnswerBytes { get; init; } = 256 * 1024;

    /// <summary>How long one attempt may take; the same for every call of an API.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
