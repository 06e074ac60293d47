using System.Buffers;
using System.Net.Sockets;

namespace WeChatPush.Handling.Forwarding;

/// <summary>Posts to the owner's backend and returns the outcome as a value.</summary>
internal sealed class ForwardClient(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The name under which the HTTP client is registered.</summary>
    public const string Name = "WeChatPush.Forward";

    /// <summary>More than any answer needs: a few messages, or the fields of a reply.</summary>
    public const int MaxAnswerBytes = 256 * 1024;

    /// <summary>One exchange.</summary>
    /// <param name="forward">What to post.</param>
    /// <param name="attempt">Ends with the time limit, or with the caller.</param>
    /// <param name="caller">The caller's own.</param>
    public async ValueTask<ForwardExchange> PostAsync(
        ForwardRequest forward, CancellationToken attempt, CancellationToken caller)
    {
        var started = time.GetTimestamp();
        var exchange = await ExchangeAsync(forward, attempt, caller);
        return exchange with { Duration = time.GetElapsedTime(started) };
    }

    private async Task<ForwardExchange> ExchangeAsync(
        ForwardRequest forward, CancellationToken attempt, CancellationToken caller)
    {
        try
        {
            using var request = forward.ToMessage();
            using var client = clients.CreateClient(Name);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, attempt);
            var (body, isTooLarge) = response.IsSuccessStatusCode
                ? await ReadAsync(response.Content, attempt)
                : default;
            return new ForwardExchange
            {
                State = ForwardState.Answered,
                Status = (int)response.StatusCode,
                Body = body,
                SaysJson = SaysJson(response.Content.Headers.ContentType?.MediaType),
                IsTooLarge = isTooLarge,
            };
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            // Which timeout ended it: the request's, or the connection's, which is shorter?
            return attempt.IsCancellationRequested
                ? Failed(ForwardState.NoAnswer, "no answer in time")
                : Failed(ForwardState.Unreachable, "no connection in time");
        }
        catch (HttpRequestException error)
        {
            var state = IsBeforeTheRequest(error) ? ForwardState.Unreachable : ForwardState.NoAnswer;
            return Failed(state, Describe(error));
        }
        catch (IOException error)
        {
            return Failed(ForwardState.NoAnswer, $"the answer broke off ({error.GetType().Name})");
        }
    }

    private static async Task<(ReadOnlyMemory<byte> Body, bool IsTooLarge)> ReadAsync(
        HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxAnswerBytes)
            return (default, true);
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new ArrayBufferWriter<byte>(1024);
        while (true)
        {
            var read = await stream.ReadAsync(buffer.GetMemory(1024), cancellationToken);
            if (read == 0)
                return (buffer.WrittenMemory, false);
            buffer.Advance(read);
            if (buffer.WrittenCount > MaxAnswerBytes)
                return (default, true);
        }
    }

    private static bool SaysJson(string? type) =>
        type is not null
        && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static ForwardExchange Failed(ForwardState state, string problem) =>
        new() { State = state, Problem = problem };

    private static bool IsBeforeTheRequest(HttpRequestException error) => error.HttpRequestError
        is HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError;

    private static string Describe(HttpRequestException error) => error.InnerException is SocketException socket
        ? $"{error.HttpRequestError}: {socket.SocketErrorCode}"
        : error.HttpRequestError.ToString();
}
