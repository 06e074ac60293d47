using System.Text;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Chat;

/// <summary>What became of a push, with everything the details drawer shows.</summary>
internal sealed record ChatAnswer
{
    public required bool Accepted { get; init; }

    public required IReadOnlyList<ChatTry> Tries { get; init; }

    /// <summary>The push of WeChat, in the clear.</summary>
    public required string Clear { get; init; }

    /// <summary>What went over the wire.</summary>
    public required string Sent { get; init; }

    /// <summary>A reply inside the answer, decrypted; null for a plain success.</summary>
    public string? Reply { get; init; }

    /// <summary>Customer-service messages this user may still be sent.</summary>
    public int? MayStillReceive { get; init; }

    public static ChatAnswer From(PushResult result, int? mayStillReceive) => new()
    {
        Accepted = result.IsAccepted,
        Tries = [.. result.Tries.Select(ChatTry.From)],
        Clear = result.Payload.Text,
        Sent = Encoding.UTF8.GetString(result.SentBody.Span),
        Reply = result.Last.Reply,
        MayStillReceive = mayStillReceive,
    };
}

/// <summary>One try of a push.</summary>
internal sealed record ChatTry(int Number, string Outcome, int? Status, string? Problem, string Answer, double Ms)
{
    public static ChatTry From(PushTry attempt) => new(
        attempt.Number,
        attempt.Kind.ToString(),
        attempt.Status,
        attempt.Problem,
        attempt.Text,
        Math.Round(attempt.Elapsed.TotalMilliseconds, 1));
}
