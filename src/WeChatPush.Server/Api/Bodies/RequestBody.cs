using System.Buffers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using WeChatPush.Receiving;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>Reads a small request body.</summary>
internal static class RequestBody
{
    private const int Largest = 64 * 1024;

    // Of a client without a key: none of those requests needs more.
    private const int LargestOfStranger = 16 * 1024;

    /// <summary>The byte order mark.</summary>
    public static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    /// <summary>The answer to a body that is larger than any request of the API needs.</summary>
    public static ProblemHttpResult TooLarge => Problems.TooLarge($"The body has more than {Largest} bytes, or without an admin key {LargestOfStranger}.");

    /// <summary>A JSON body as its type, or <see langword="null"/> if it is too large.</summary>
    public static async ValueTask<Body<T>?> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadAsync(request, cancellationToken) is { } body ? BodyReader<T>.Read(body) : null;

    /// <summary>The same of a body that may be left out; then it is as one without members.</summary>
    public static async ValueTask<Body<T>?> ReadOptionalAsync<T>(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadAsync(request, cancellationToken) is { } body
            ? BodyReader<T>.Read(body.IsEmpty ? "{}"u8.ToArray() : body)
            : null;

    /// <summary>The whole body without a byte order mark, or <see langword="null"/> if it is too large.</summary>
    public static ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.HttpContext.Features.Get<AdminActor>() is not null
            ? ReadAsync(request, Largest, cancellationToken)
            : ReadOfStrangerAsync(request, cancellationToken);

    // Without a key: small, and within the time of a push. What is slower ends with its connection.
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadOfStrangerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var context = request.HttpContext;
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue;
        var progress = context.Features.Get<IRequestProgressFeature>();
        var rest = options.Receiving.RequestTimeout - (progress?.Elapsed ?? TimeSpan.Zero);
        using var deadline = new CancellationTokenSource(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
        await using var end = deadline.Token.UnsafeRegister(static context => ((HttpContext)context!).Abort(), context);
        var body = await ReadAsync(request, LargestOfStranger, cancellationToken);
        progress?.Complete();
        return body;
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return default;
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.Length > limit)
            {
                reader.AdvanceTo(buffer.End);
                return default;
            }

            if (result.IsCompleted)
            {
                var body = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return WithoutMark(body);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>The same without the byte order mark that some editors and languages put in front.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) => body.Span.StartsWith(Mark) ? body[Mark.Length..] : body;
}
