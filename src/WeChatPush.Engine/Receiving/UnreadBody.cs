using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace WeChatPush.Receiving;

/// <summary>
/// The body of a request that is refused unread. The connection serves a next request only if the whole body has arrived
/// already; otherwise it is closed, so that a client cannot make the server wait for a body that it does not want.
/// </summary>
internal static class UnreadBody
{
    // A socket that is closed over unread bytes is reset, and a reset can overtake the answer. So a little is read away.
    private const int MaxDrainBytes = 64 * 1024;
    private static readonly TimeSpan MaxDrainTime = TimeSpan.FromMilliseconds(500);

    /// <summary>Takes what has arrived; false: there is more to come.</summary>
    public static bool TryDiscard(HttpRequest request)
    {
        try
        {
            var reader = request.BodyReader;
            for (var bytes = 0L; bytes <= MaxDrainBytes && reader.TryRead(out var result);)
            {
                bytes += result.Buffer.Length;
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    return true;
            }
        }
        catch (Exception error) when (IsOfTheClient(error))
        {
        }

        return false;
    }

    /// <summary>Lets the answer arrive, and then ends the connection.</summary>
    public static async ValueTask CloseAsync(HttpContext context)
    {
        await context.Response.CompleteAsync();
        if (!await TryDrainAsync(context.Request))
            context.Abort();
    }

    private static async ValueTask<bool> TryDrainAsync(HttpRequest request)
    {
        using var over = new CancellationTokenSource(MaxDrainTime);
        try
        {
            for (var bytes = 0L; bytes <= MaxDrainBytes;)
            {
                var result = await request.BodyReader.ReadAsync(over.Token);
                bytes += result.Buffer.Length;
                request.BodyReader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    return true;
            }
        }
        catch (Exception error) when (IsOfTheClient(error))
        {
        }

        return false;
    }

    private static bool IsOfTheClient(Exception error) =>
        error is BadHttpRequestException or IOException or OperationCanceledException or ConnectionAbortedException;
}
