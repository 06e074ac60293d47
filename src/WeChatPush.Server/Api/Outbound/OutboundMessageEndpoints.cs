using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Credits;
using WeChatPush.Sending;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Outbound;

/// <summary>Sending one message to one user on one credit.</summary>
internal static class OutboundMessageEndpoints
{
    /// <summary>Maps <c>POST pushes</c> of an app.</summary>
    public static void MapPushes(this IEndpointRouteBuilder app) =>
        app.MapPost("pushes", SendAsync)
            .WithTags("Sending")
            .WithSummary("Send one user a subscribe message, or a template message, on one of his credits")
            .WithDescription(
                "{openId, templateId, page?, data: {<keyword>: {value}}, kind?: subscribe | template, miniprogramState?: "
                + "developer | trial | formal, lang?: zh_CN | en_US | zh_HK | zh_TW}; kind template also takes keywords: [<value>] "
                + "in the place of data. msgId is the id that WeChat gave the message. outcome: sent, "
                + "refused, failed, uncertain, noCredit or paused, all of them 200. 400 is a message that WeChat would "
                + "not take; errors names the field."
                + IdempotencyHeader.Description)
            .AcceptsIdempotencyKey()
            .AcceptsBody<CreditMessageRequest>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<SendAnswer>, ValidationProblem, ProblemHttpResult>> SendAsync(
        string app, HttpRequest request, ICreditMessages messages, IKeyedSends sends, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (IdempotencyHeader.Check(request) is { } wrong)
            return wrong;
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } bytes)
            return RequestBody.TooLarge;
        var body = BodyReader<CreditMessageRequest>.Read(bytes);
        var message = body.Value.ToMessage(body.Errors);
        if (body.Errors.Any)
            return body.Errors.ToProblem("The message is wrong.");
        var (result, problem) = await sends.SendAsync(
            app, request, "pushes", bytes, SendAsync, cancellationToken);
        return result is null ? problem! : TypedResults.Ok(SendAnswer.From(result));

        // Entry first: it cannot be called back, and a 503 says that nothing was sent.
        async ValueTask<SendResult> SendAsync(CancellationToken cancelled)
        {
            await audit.WriteAsync(request.HttpContext, AuditActions.SendPush, AuditObject.User(message.OpenId), app);
            return await messages.SendAsync(app, message, cancelled);
        }
    }
}
