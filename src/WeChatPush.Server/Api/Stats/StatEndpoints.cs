using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Apps;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;
using WeChatPush.Stats;

namespace WeChatPush.Server.Api.Stats;

/// <summary>What happened over time.</summary>
internal static class StatEndpoints
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);
    private static readonly long Slot = (long)StatLimits.Slot.TotalSeconds;

    /// <summary>Maps <c>GET stats</c>.</summary>
    public static void MapStats(this IEndpointRouteBuilder api) =>
        api.MapGet("stats", ReadAsync)
            .WithTags("Stats")
            .WithSummary("What happened over time, in steps")
            .WithDescription(
                "app: of this app; the sum over all apps of the key if left out. from, to: the last 24 hours if left out; the answer says "
                + $"between which ends of steps it is. step: in seconds, a multiple of {Slot}, {Slot} if left out; at most "
                + $"{StatLimits.MaxSteps} steps. Steps in which nothing happened are left out. The figures are those of all instances, and "
                + "are written once a minute: the last minute is missing, and that of an instance that was killed. Quantiles of answers are "
                + "estimates. Figures are kept for Retention:Stats.")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<StatSeries>, ValidationProblem, ProblemHttpResult>> ReadAsync(
        string? app,
        string? from,
        string? to,
        string? step,
        HttpContext context,
        IAppCatalog apps,
        IStats stats,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var end = query.Time("to", to) ?? time.GetUtcNow();
        var begin = query.Time("from", from) ?? Before(end);
        var length = Step(query, step);
        if (query.Problem is null)
            CheckRange(query, begin, end, length);
        if (query.Problem is { } problem)
            return problem;

        // Another app's key learns nothing of an app, not even whether there is one.
        var actor = AdminActor.From(context);
        if (app is not null && !actor.MayUse(app))
            return TypedResults.Problem($"The key {actor.Name} is not for the app {app}.", statusCode: StatusCodes.Status403Forbidden);
        if (app is not null && apps.FindOptions(app) is null)
            return Problems.NotFound("No app of this name is configured.");
        IReadOnlyCollection<string>? wanted = app is not null
            ? [app]
            : actor.Apps?.Where(name => apps.FindOptions(name) is not null).ToList();
        return TypedResults.Ok(await stats.ReadAsync(new(wanted, begin, end, length), cancellationToken));
    }

    private static DateTimeOffset Before(DateTimeOffset end) =>
        end - DateTimeOffset.MinValue > Usual ? end - Usual : DateTimeOffset.MinValue;

    private static TimeSpan Step(QueryReader query, string? text)
    {
        if (text is null)
            return StatLimits.Slot;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds % Slot == 0)
            return TimeSpan.FromSeconds(seconds);
        query.Wrong("step", $"must be a whole number of seconds, a multiple of {Slot}.");
        return StatLimits.Slot;
    }

    private static void CheckRange(QueryReader query, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        if (from >= to)
            query.Wrong("from", "must be before to.");
        else if ((to - from).Ticks / step.Ticks >= StatLimits.MaxSteps)
            query.Wrong("step", $"is too short: from from to to there would be more than {StatLimits.MaxSteps} steps.");
        else if (from < DateTimeOffset.UnixEpoch || to.Year > 9000)
            query.Wrong(from < DateTimeOffset.UnixEpoch ? "from" : "to", "must be between the years 1970 and 9000.");
    }
}
