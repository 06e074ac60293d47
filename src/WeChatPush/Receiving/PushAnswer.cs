using System.Text;
using Microsoft.AspNetCore.Http;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving;

/// <summary>The answer to each outcome, in one place.</summary>
internal static class PushAnswer
{
    public static ValueTask WriteAsync(HttpResponse response, ReceiveOutcome outcome, string? echo)
    {
        response.StatusCode = Status(outcome);
        return outcome switch
        {
            ReceiveOutcome.Accepted or ReceiveOutcome.Duplicate => TextAsync(response, PushReply.Success),

            // To the letter, as text: an echo that could be read as a page would be a hole.
            ReceiveOutcome.Verified => TextAsync(response, Encoding.UTF8.GetBytes(echo!)),
            ReceiveOutcome.MethodNotAllowed => Allow(response),
            _ => Empty(response),
        };
    }

    private static int Status(ReceiveOutcome outcome) => outcome switch
    {
        ReceiveOutcome.Accepted or ReceiveOutcome.Duplicate or ReceiveOutcome.Verified => StatusCodes.Status200OK,
        ReceiveOutcome.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        ReceiveOutcome.UnknownApp => StatusCodes.Status404NotFound,
        ReceiveOutcome.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ReceiveOutcome.BadQuery or ReceiveOutcome.BrokenBody or ReceiveOutcome.Malformed => StatusCodes.Status400BadRequest,
        ReceiveOutcome.BadSignature or ReceiveOutcome.StaleTimestamp or ReceiveOutcome.NotEncrypted or ReceiveOutcome.NoKey
            or ReceiveOutcome.Undecryptable or ReceiveOutcome.WrongRecipient => StatusCodes.Status403Forbidden,
        ReceiveOutcome.NotStored => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without an answer."),
    };

    private static async ValueTask TextAsync(HttpResponse response, ReadOnlyMemory<byte> text)
    {
        response.ContentType = "text/plain";
        response.ContentLength = text.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        await response.BodyWriter.WriteAsync(text);
    }

    private static ValueTask Allow(HttpResponse response)
    {
        response.Headers.Allow = "GET, POST";
        return Empty(response);
    }

    private static ValueTask Empty(HttpResponse response)
    {
        response.ContentLength = 0;
        return ValueTask.CompletedTask;
    }
}
