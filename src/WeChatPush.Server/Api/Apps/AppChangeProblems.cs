using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Apps;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Apps;

/// <summary>The answers to changes of apps that were not made.</summary>
internal static class AppChangeProblems
{
    /// <summary>The answer where there is no such app.</summary>
    public static ProblemHttpResult NoApp => Problems.NotFound("There is no app of this name.");

    /// <summary>Describes them.</summary>
    public static RouteHandlerBuilder ProducesChangeProblems(this RouteHandlerBuilder route) => route
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    /// <summary>The answer; <see langword="null"/>: the change was made.</summary>
    public static IResult? Find(AppChange change, string app) => change.Outcome switch
    {
        AppChangeOutcome.Done => null,
        AppChangeOutcome.Invalid => Invalid(change.Errors),
        AppChangeOutcome.NotFound => NoApp,
        AppChangeOutcome.Exists => Problems.Conflict($"There is an app {app} already."),
        AppChangeOutcome.Configured => Problems.Conflict(
            $"The app {app} is one of the configuration: change WeChatPush:Apps:{app} there."),
        AppChangeOutcome.VersionMismatch => TypedResults.Problem(
            $"The app {app} was changed meanwhile: its version is {change.Version} now. Read it again.",
            statusCode: StatusCodes.Status412PreconditionFailed),
        AppChangeOutcome.NoSealingKey => Problems.Conflict(
            "Nothing seals the secrets of stored apps: set WeChatPush:Secrets:Key to base64 of 32 bytes (openssl rand -base64 32), "
            + "the same for every instance."),
        AppChangeOutcome.Full => Problems.Conflict("As many apps are stored as may be."),
        AppChangeOutcome.Nothing => Problems.Conflict("There is nothing to be done."),
        _ => throw new InvalidOperationException($"An outcome without an answer: {change.Outcome}."),
    };

    private static ValidationProblem Invalid(IReadOnlyDictionary<string, string[]> errors) => TypedResults.ValidationProblem(
        errors.ToDictionary(StringComparer.Ordinal),
        detail: string.Join(' ', errors.Select(error => $"{error.Key}: {string.Join(", ", error.Value)}")),
        title: "The app is wrong.");
}
