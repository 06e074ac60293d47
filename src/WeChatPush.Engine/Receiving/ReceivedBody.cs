using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace WeChatPush.Receiving;

/// <summary>Reads a request's body into one block of memory, up to a limit.</summary>
internal static class ReceivedBody
{
    /// <summary>
    /// The body, or why there is none: <see cref="ReceiveOutcome.TooLarge"/> or <see cref="ReceiveOutcome.BrokenBody"/>.
    /// A client that hangs up ends the reading by itself.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(byte[] Body, ReceiveOutcome? Problem)> ReadAsync(HttpRequest request, int limit)
    {
        if (request.ContentLength > limit)
            return ([], ReceiveOutcome.TooLarge);
        var reader = request.BodyReader;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                if (buffer.Length > limit)
                {
                    reader.AdvanceTo(buffer.End);
                    return ([], ReceiveOutcome.TooLarge);
                }

                if (result.IsCompleted)
                {
                    var body = buffer.ToArray();
                    reader.AdvanceTo(buffer.End);
                    return (body, null);
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (BadHttpRequestException error)
        {
            return ([], error.StatusCode == StatusCodes.Status413PayloadTooLarge ? ReceiveOutcome.TooLarge : ReceiveOutcome.BrokenBody);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            return ([], ReceiveOutcome.BrokenBody);
        }
    }
}
