using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Sending;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Outbound;

/// <summary>Showing a user that an answer is being written.</summary>
internal static class TypingEndpoints
{
    private const int MaxOpenId = 128;

    /// <summary>Maps <c>POST typing</c> of an app.</summary>
    public static void MapTyping(this IEndpointRouteBuilder app) =>
        app.MapPost("typing", SendAsync)
            .WithTags("Sending")
            .WithSummary("Show a user that an answer is being written")
            .WithDescription(
                "For 15 s, until typing: false, or until a message is sent. WeChat wants something of the user's in the 30 s before. "
                + "A refusal by WeChat is 200 too: outcome says what became of it.")
            .AcceptsBody<TypingRequest>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<SendAnswer>, ValidationProblem, ProblemHttpResult>> SendAsync(
        string app, HttpContext context, ICustomerMessages messages, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync<TypingRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        if (!body.Errors.Any && string.IsNullOrWhiteSpace(body.Value.OpenId))
            body.Errors.Add("openId", "must not be empty");
        else if (!body.Errors.Any && body.Value.OpenId.Length > MaxOpenId)
            body.Errors.Add("openId", "is not an openid");
        if (body.Errors.Any)
            return body.Errors.ToProblem("The request is wrong.");
        await audit.WriteAsync(context, AuditActions.ShowTyping, AuditObject.User(body.Value.OpenId), app);
        var result = await messages.TypingAsync(app, body.Value.OpenId, body.Value.Typing, fromAppId: null, cancellationToken);
        return TypedResults.Ok(SendAnswer.From(result));
    }
}
