using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace WeChatPush.Receiving;

/// <summary>Reads a request's body into one block of memory: up to a limit, within a time, and out of a common budget.</summary>
internal sealed class ReceivedBody(TimeProvider time)
{
    // What the server's buffers are made of: a client that sends byte by byte can take a block for each half of it.
    private const int BlockSize = 4096;

    /// <summary>The budget of all requests.</summary>
    public BytesInFlight InFlight { get; } = new();

    /// <summary>
    /// The body, or why there is none. The bytes of a body are taken from the budget; the caller returns them.
    /// A client that hangs up ends the reading by itself.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">How many bytes it may have.</param>
    /// <param name="settings">The other limits.</param>
    /// <param name="elapsed">How long the request has taken so far.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(byte[] Body, ReceiveOutcome? Problem)> ReadAsync(
        HttpRequest request, int maxBytes, ReceivingOptions settings, TimeSpan elapsed)
    {
        if (request.ContentLength > maxBytes)
            return ([], ReceiveOutcome.TooLarge);
        var reader = request.BodyReader;
        ReadDeadline? deadline = null;
        var held = 0L;
        try
        {
            while (true)
            {
                var read = reader.ReadAsync();
                // A body that came with its headers needs no deadline.
                if (!read.IsCompleted)
                    deadline ??= new ReadDeadline(reader, settings.RequestTimeout - elapsed, time);
                var result = await read;
                var buffer = result.Buffer;
                if (result.IsCanceled)
                    return Stop(reader, buffer, ReceiveOutcome.TooSlow);
                if (buffer.Length > maxBytes)
                    return Stop(reader, buffer, ReceiveOutcome.TooLarge);
                if (result.IsCompleted)
                {
                    if (!InFlight.TryTake(buffer.Length, settings.MaxBytesInFlight))
                        return Stop(reader, buffer, ReceiveOutcome.NoMemory);
                    var body = buffer.ToArray();
                    reader.AdvanceTo(buffer.End);
                    return (body, null);
                }

                var needed = Occupied(buffer) - held;
                if (!InFlight.TryTakeArriving(needed, settings.MaxBytesInFlight))
                    return Stop(reader, buffer, ReceiveOutcome.NoMemory);
                held += needed;
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (BadHttpRequestException error)
        {
            return ([], error.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => ReceiveOutcome.TooLarge,
                StatusCodes.Status408RequestTimeout => ReceiveOutcome.TooSlow,
                _ => ReceiveOutcome.BrokenBody,
            });
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            return ([], ReceiveOutcome.BrokenBody);
        }
        finally
        {
            deadline?.Dispose();
            InFlight.Return(held);
        }
    }

    private static (byte[] Body, ReceiveOutcome? Problem) Stop(PipeReader reader, in ReadOnlySequence<byte> buffer, ReceiveOutcome problem)
    {
        reader.AdvanceTo(buffer.End);
        return ([], problem);
    }

    private static long Occupied(in ReadOnlySequence<byte> buffer)
    {
        var blocks = 0;
        foreach (var _ in buffer)
            blocks++;
        return Math.Max(buffer.Length, blocks * BlockSize);
    }
}
