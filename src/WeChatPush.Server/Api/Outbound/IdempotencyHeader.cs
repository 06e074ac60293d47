using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Sending;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Outbound;

/// <summary>The header by which a repeated request to send is recognised.</summary>
internal static class IdempotencyHeader
{
    public const string Name = "Idempotency-Key";

    /// <summary>What callers have to know of it.</summary>
    public const string Description =
        " With an Idempotency-Key, the same request again sends nothing: it gets the same answer, for 24 hours; with another "
        + "body it is 422. Where nothing was sent (400, 503, noCredit, windowClosed, paused, and failed because WeChat was busy "
        + "or out of reach), the same key sends when it is tried again. uncertain also stands for a request during which the "
        + "server was stopped: it is not sent again.";

    private const int MaxLength = 255;

    /// <summary>Describes the answers that come of it.</summary>
    public static RouteHandlerBuilder AcceptsIdempotencyKey(this RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>What is wrong with the header, if something is.</summary>
    public static ProblemHttpResult? Check(HttpRequest request) => request.Headers[Name] switch
    {
        { Count: > 1 } => Problems.BadRequest($"{Name}: one, not several."),
        [{ Length: > MaxLength }] => Problems.BadRequest($"{Name}: at most {MaxLength} characters."),
        _ => null,
    };

    /// <summary>Sends, once for each key; without the header, always.</summary>
    public static async Task<(SendResult? Result, ProblemHttpResult? Problem)> SendAsync(
        this IKeyedSends sends,
        string app,
        HttpRequest request,
        string kind,
        ReadOnlyMemory<byte> body,
        Func<CancellationToken, ValueTask<SendResult>> send,
        CancellationToken cancellationToken)
    {
        if (request.Headers[Name].ToString() is not { Length: > 0 } key)
            return (await send(cancellationToken), null);
        var (state, result) = await sends.SendAsync(SendKey.Create(app, key, kind, body), send, cancellationToken);
        return (result, result is null ? Refuse(state) : null);
    }

    private static ProblemHttpResult Refuse(SendKeyState state) => state is SendKeyState.Full
        ? TypedResults.Problem(
            $"{SendKey.MaxPerApp} values of {Name} of this app are remembered for 24 hours, and no more. Nothing was sent.",
            statusCode: StatusCodes.Status429TooManyRequests)
        : Problems.Unprocessable($"This {Name} was used for another request.");
}
