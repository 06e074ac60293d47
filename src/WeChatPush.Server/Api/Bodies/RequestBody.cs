using System.Buffers;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>Reads a small request body.</summary>
internal static class RequestBody
{
    private const int Largest = 64 * 1024;

    /// <summary>The answer to a body that is larger than any request of the API needs.</summary>
    public static ProblemHttpResult TooLarge => Problems.TooLarge($"The body has more than {Largest} bytes.");

    /// <summary>A JSON body as its type, or <see langword="null"/> if it is too large.</summary>
    public static async ValueTask<Body<T>?> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadAsync(request, cancellationToken) is { } body ? BodyReader<T>.Read(body) : null;

    /// <summary>The same of a body that may be left out; then it is as one without members.</summary>
    public static async ValueTask<Body<T>?> ReadOptionalAsync<T>(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadAsync(request, cancellationToken) is { } body
            ? BodyReader<T>.Read(body.IsEmpty ? "{}"u8.ToArray() : body)
            : null;

    /// <summary>The whole body, or <see langword="null"/> if it is too large.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.Length > Largest)
            {
                reader.AdvanceTo(buffer.End);
                return default;
            }

            if (result.IsCompleted)
            {
                var body = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return body.AsMemory();
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
