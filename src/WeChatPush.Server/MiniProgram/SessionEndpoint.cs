using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.MiniProgram;

/// <summary>The code of <c>wx.login</c> for a token.</summary>
internal static class SessionEndpoint
{
    private const int MaxCodeLength = 128;

    /// <summary>Maps <c>POST session</c>.</summary>
    public static void MapSession(this IEndpointRouteBuilder app) =>
        app.MapPost("session", OpenAsync)
            .WithTags("Mini program")
            .WithSummary("Exchange the code of wx.login for a token")
            .WithDescription("Called by the mini program itself, without a key. The token is good for thirty minutes.")
            .AcceptsBody<SessionRequest>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddOpenApiOperationTransformer(static (operation, _, _) =>
            {
                operation.Security = [];
                return Task.CompletedTask;
            });

    private static async Task<Results<Ok<SessionToken>, ValidationProblem, ProblemHttpResult>> OpenAsync(
        string app,
        HttpContext context,
        MiniProgramLimits limits,
        ILoginCodes codes,
        SessionTokens tokens,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (limits.Check(context, app) is { } tooMany)
            return tooMany;
        if (await RequestBody.ReadAsync<SessionRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        var code = body.Value.Code;
        if (code.Length is 0 or > MaxCodeLength && !body.Errors.Any)
            body.Errors.Add("code", "is not a code of wx.login");
        if (body.Errors.Any)
            return body.Errors.ToProblem("The request is wrong.");

        if (limits.CheckCode(context, app) is { } tooManyCodes)
            return tooManyCodes;
        // A client that hangs up does not get its token back: WeChat has been asked.
        var login = await codes.ExchangeAsync(app, code, cancellationToken);
        if (login.Class is not ErrorClass.Request)
            limits.ReturnCode(context, app);
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        return login.Succeeded
            ? TypedResults.Ok(tokens.Issue(app, login.OpenId))
            : Failure(login, context, time);
    }

    // What is wrong with the app's own account is for the log, not for the phones of strangers.
    private static ProblemHttpResult Failure(LoginResult login, HttpContext context, TimeProvider time)
    {
        if (login is { Class: ErrorClass.Quota or ErrorClass.Rate, RetryAfter: { } at })
        {
            context.Response.Headers[HeaderNames.RetryAfter] = RetryAfter.Format(at - time.GetUtcNow());
        }

        return Failure(login);
    }

    private static ProblemHttpResult Failure(LoginResult login) => login.Class switch
    {
        ErrorClass.User => TypedResults.Problem(
            "WeChat does not let this user log in. Another code will not help.",
            statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?> { ["errcode"] = login.ErrCode, ["reason"] = "userBlocked" }),
        ErrorClass.Request => TypedResults.Problem(
            "WeChat does not take this code: it is good once, and for five minutes. Call wx.login again.",
            statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?> { ["errcode"] = login.ErrCode, ["reason"] = "codeInvalid" }),
        ErrorClass.Quota or ErrorClass.Rate => TypedResults.Problem(
            "WeChat allows no more logins at the moment.", statusCode: StatusCodes.Status429TooManyRequests),
        ErrorClass.Operator => TypedResults.Problem(
            "This server cannot tell users apart at the moment; its log says why.",
            statusCode: StatusCodes.Status502BadGateway),
        _ => TypedResults.Problem(
            "WeChat does not answer at the moment.", statusCode: StatusCodes.Status503ServiceUnavailable),
    };
}
