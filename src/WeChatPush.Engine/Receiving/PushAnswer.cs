using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http;
using WeChatPush.Protocol;
using WeChatPush.Receiving.Channels;

namespace WeChatPush.Receiving;

/// <summary>What goes back to WeChat: an outcome, and the body where it has one.</summary>
internal readonly record struct PushAnswer(ReceiveOutcome Outcome, ReadOnlyMemory<byte> Body = default, string ContentType = "text/plain")
{
    private string? Allow { get; init; }

    private bool LeavesBody { get; init; }

    /// <summary>The acknowledgement, of every outcome that is one.</summary>
    public static PushAnswer Acknowledge(ReceiveOutcome outcome) => new(outcome, PushReply.Success);

    /// <summary>The echo of a URL verification. As text: an echo that could be read as a page would be a hole.</summary>
    public static PushAnswer Echo(string text) => new(ReceiveOutcome.Verified, Encoding.UTF8.GetBytes(text));

    /// <summary>Content, encrypted where the push was. The word <c>success</c> never is.</summary>
    public static PushAnswer Content(ReceivedPush received, ReadOnlyMemory<byte> content, long unixTime)
    {
        if (content.IsEmpty || content.Span.SequenceEqual(PushReply.Success.Span))
            return new PushAnswer(ReceiveOutcome.Answered, content);
        if (received.Seal is { } seal)
            return new PushAnswer(ReceiveOutcome.Answered, seal.Apply(received.Format, content.Span, unixTime), TypeOf(received.Format));
        return new PushAnswer(ReceiveOutcome.Answered, content, TypeOf(content.Span));
    }

    /// <summary>The answer to the probe of cloud hosting.</summary>
    public static PushAnswer Probed => new(ReceiveOutcome.Verified, PushReply.Success);

    /// <summary>The answer to a method without a meaning, with those that have one.</summary>
    public static PushAnswer NotAllowed(string methods) =>
        new(ReceiveOutcome.MethodNotAllowed) { Allow = methods, LeavesBody = true };

    /// <summary>A refusal of a request whose body was not read.</summary>
    public static PushAnswer Unread(ReceiveOutcome outcome) => new(outcome) { LeavesBody = true };

    public static implicit operator PushAnswer(ReceiveOutcome outcome) => new(outcome);

    /// <summary>Writes the answer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status(Outcome);
        if (Allow is not null)
            response.Headers.Allow = Allow;
        response.ContentLength = Body.Length;
        if (Outcome == ReceiveOutcome.NoMemory)
            response.Headers.RetryAfter = "1";
        if (Outcome is ReceiveOutcome.BrokenBody or ReceiveOutcome.TooSlow)
            await HangUpAsync(response);
        if (LeavesBody && !UnreadBody.TryDiscard(response.HttpContext.Request))
        {
            response.Headers.Connection = "close";
            await UnreadBody.CloseAsync(response.HttpContext);
        }

        if (Body.IsEmpty)
            return;
        response.ContentType = ContentType;
        response.Headers.XContentTypeOptions = "nosniff";
        await response.BodyWriter.WriteAsync(Body);
    }

    // A body that ends before its announced length means that the client is gone. The server must neither drain what is
    // missing nor wait for a next request: it would find its reader in the middle of a read, and log that with its stack.
    // Nor is the rest waited for of a body that was too slow.
    private async ValueTask HangUpAsync(HttpResponse response)
    {
        response.Headers.Connection = "close";
        await response.StartAsync();
        if (Outcome == ReceiveOutcome.TooSlow || response.HttpContext.Request.ContentLength is not null)
            response.HttpContext.Abort();
    }

    private static int Status(ReceiveOutcome outcome) => outcome switch
    {
        ReceiveOutcome.Accepted or ReceiveOutcome.Duplicate or ReceiveOutcome.Answered or ReceiveOutcome.Verified =>
            StatusCodes.Status200OK,
        ReceiveOutcome.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        ReceiveOutcome.UnknownApp => StatusCodes.Status404NotFound,
        ReceiveOutcome.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ReceiveOutcome.TooSlow => StatusCodes.Status408RequestTimeout,
        ReceiveOutcome.BadQuery or ReceiveOutcome.BrokenBody or ReceiveOutcome.Malformed => StatusCodes.Status400BadRequest,
        ReceiveOutcome.BadSignature or ReceiveOutcome.NotFromGateway or ReceiveOutcome.FromClient or ReceiveOutcome.StaleTimestamp
            or ReceiveOutcome.NonceReused or ReceiveOutcome.UnsignedPayment or ReceiveOutcome.NotEncrypted or ReceiveOutcome.NoKey
            or ReceiveOutcome.Undecryptable or ReceiveOutcome.WrongSender or ReceiveOutcome.WrongRecipient => StatusCodes.Status403Forbidden,
        ReceiveOutcome.NotStored or ReceiveOutcome.NotAnswered or ReceiveOutcome.Overloaded or ReceiveOutcome.NoMemory =>
            StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without an answer."),
    };

    private static string TypeOf(PushFormat format) => format == PushFormat.Xml ? "application/xml" : "application/json";

    private static string TypeOf(ReadOnlySpan<byte> content) => content[0] switch
    {
        (byte)'{' => "application/json",
        (byte)'<' => "application/xml",
        _ => "text/plain",
    };
}
