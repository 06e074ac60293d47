using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Sending;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Outbound;

/// <summary>Sending a customer-service message.</summary>
internal static class CustomerMessageEndpoints
{
    /// <summary>Maps <c>POST customer-messages</c> of an app.</summary>
    public static void MapCustomerMessages(this IEndpointRouteBuilder app) =>
        app.MapPost("customer-messages", SendAsync)
            .WithTags("Sending")
            .WithSummary("Send a customer-service message")
            .WithDescription(
                "The body is that of WeChat's custom/send: touser, msgtype and the member of that name. A refusal by WeChat is "
                + "200 too: outcome says what became of the message. 400 is a body that WeChat would not understand."
                + IdempotencyHeader.Description)
            .AcceptsIdempotencyKey()
            .Accepts<CustomerMessageBody>("application/json")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<SendAnswer>, ValidationProblem, ProblemHttpResult>> SendAsync(
        string app, HttpRequest request, ICustomerMessages messages, IKeyedSends sends, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (IdempotencyHeader.Check(request) is { } wrong)
            return wrong;
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        try
        {
            var (result, problem) = await sends.SendAsync(
                app, request, "customer-messages", body, SendAsync, cancellationToken);
            return result is null ? problem! : TypedResults.Ok(SendAnswer.From(result));
        }
        catch (InvalidCustomerMessageException invalid)
        {
            return TypedResults.ValidationProblem(
                invalid.Errors.ToDictionary(),
                detail: string.Join(' ', invalid.Errors.Select(error => $"{error.Key}: {error.Value[0]}")),
                title: "The customer-service message is wrong.");
        }

        // Entry first: it cannot be called back, and a 503 says that nothing was sent.
        async ValueTask<SendResult> SendAsync(CancellationToken cancelled)
        {
            var user = CustomerMessage.Read(body).ToUser;
            await audit.WriteAsync(request.HttpContext, AuditActions.SendCustomerMessage, AuditObject.User(user), app);
            return await messages.SendAsync(app, body, cancelled);
        }
    }
}

/// <summary>What became of a message; errcode and msgId are WeChat's, if it gave them.</summary>
internal sealed record SendAnswer(ApiOutcome Outcome, int? Errcode, string? Errmsg, string? MsgId)
{
    public static SendAnswer From(SendResult result) =>
        new(result.Outcome.ForApi(), result.ErrCode, result.ErrMsg, result.MsgId);
}
