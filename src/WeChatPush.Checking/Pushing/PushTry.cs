using System.Text;

namespace WeChatPush.Simulator.Pushing;

/// <summary>What WeChat makes of an answer.</summary>
public enum AnswerKind
{
    /// <summary>The word <c>success</c>.</summary>
    Success,

    /// <summary>200 with no body, which counts as success.</summary>
    Empty,

    /// <summary>Content in a documented form.</summary>
    Reply,

    /// <summary>200 with a body WeChat cannot read: WeChat shows the user that the service is out of order.</summary>
    Abnormal,

    /// <summary>Any status but 200.</summary>
    HttpError,

    /// <summary>No whole answer within five seconds.</summary>
    TimedOut,

    /// <summary>No connection, or one that broke.</summary>
    Unreachable,
}

/// <summary>One try and what came back.</summary>
public sealed record PushTry
{
    public int Number { get; init; } = 1;

    public required AnswerKind Kind { get; init; }

    public int? Status { get; init; }

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it is not a good answer, in words for the person who wrote the receiver.</summary>
    public string? Problem { get; init; }

    /// <summary>The content of a <see cref="AnswerKind.Reply"/>, decrypted.</summary>
    public string? Reply { get; init; }

    /// <summary>WeChat is satisfied and does not try again.</summary>
    public bool IsAccepted => Kind is AnswerKind.Success or AnswerKind.Empty or AnswerKind.Reply;

    public string Text => Encoding.UTF8.GetString(Body.Span);
}
