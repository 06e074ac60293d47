using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Apps;
using WeChatPush.Handling;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Rules;

/// <summary>What the rules of an app would do with a push.</summary>
internal static class RuleTestEndpoints
{
    private const string Wrong = "The test is wrong.";

    /// <summary>Maps <c>POST rules/test</c> of an app.</summary>
    public static void MapRuleTests(this IEndpointRouteBuilder app) =>
        app.MapPost("rules/test", TestAsync)
            .WithTags("Rules")
            .WithSummary("What would be done with a push")
            .WithDescription(
                "Nothing is sent, stored or forwarded. why says of each rule that was tried why it is not for the push: msgType, "
                + "event, content, noUserMessage (it hands over messages of users), timeout (its pattern took too long). Code of "
                + "the host is not run: handler is code then. reply is in the clear, also where the app encrypts.")
            .AcceptsBody<RuleTestRequest>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<RuleTestView>, ValidationProblem, ProblemHttpResult>> TestAsync(
        string app, HttpRequest request, IAppCatalog apps, IRuleTester tester, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync<RuleTestRequest>(request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        var push = body.Value.ToPush(apps.FindOptions(app)?.AppId ?? "", time.GetUtcNow(), body.Errors);
        if (body.Errors.Any)
            return body.Errors.ToProblem(Wrong);
        if (tester.Test(app, push) is { } test)
            return TypedResults.Ok(RuleTestView.From(test));
        body.Errors.Add("message", "cannot be read as a push");
        return body.Errors.ToProblem(Wrong);
    }
}
