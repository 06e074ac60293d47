using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Apps;
using WeChatPush.Feed;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Events;

/// <summary>What happens, as it happens.</summary>
internal static class EventEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    // What a client may ask for. What is missing, and that nothing happens, it hears in any case.
    private static readonly Dictionary<string, FeedKind> Kinds = Enum.GetValues<FeedKind>()
        .Where(kind => kind is not (FeedKind.Skipped or FeedKind.Heartbeat))
        .ToDictionary(Word, StringComparer.Ordinal);

    /// <summary>Maps <c>GET events</c>.</summary>
    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapGet("events", Watch)
            .WithTags("Events")
            .WithSummary("What happens, as server-sent events")
            .WithDescription(
                "app: the names of apps, with commas between; all if left out. kinds: push, outcome, send, campaign, handshake, health, with "
                + "commas between; all if left out. Each event is named after its kind. A heartbeat comes at the beginning and every 15 s. "
                + "skipped says that events are missing here, and how many if that is known: this client reads too slowly, more happened than "
                + "is passed on (100 a second of one kind and app), or it was away too long. Last-Event-ID, or lastEventId in the query, "
                + "continues where a client stopped, within about 30 s and 1000 events, at any instance. What happened before the first "
                + "client watched is not told: GET messages has it.")
            .Produces<FeedEvent>(StatusCodes.Status200OK, "text/event-stream")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static Results<ServerSentEventsResult<FeedEvent>, ValidationProblem, ProblemHttpResult> Watch(
        string? app, string? kinds, string? lastEventId, HttpContext context, IAppCatalog apps, IEventFeed feed, IHostApplicationLifetime host)
    {
        var query = new QueryReader();
        var wantedKinds = Split(kinds)?.ToHashSet();
        var wantedApps = Split(app)?.ToHashSet(StringComparer.Ordinal);
        if (wantedKinds?.FirstOrDefault(word => !Kinds.ContainsKey(word)) is not null)
            query.Wrong("kinds", $"must be some of {string.Join(", ", Kinds.Keys)}.");
        if (query.Problem is { } problem)
            return problem;
        if (wantedApps?.FirstOrDefault(name => AdminActor.From(context).MayUse(name) && apps.FindOptions(name) is null) is not null)
            return Problems.NotFound("No app of this name is configured.");

        // A key that is for some apps hears of no others, nor of what belongs to none.
        var actor = AdminActor.From(context);
        if (wantedApps?.FirstOrDefault(name => !actor.MayUse(name)) is { } foreign)
            return TypedResults.Problem($"The key {actor.Name} is not for the app {foreign}.", statusCode: StatusCodes.Status403Forbidden);
        var filter = new FeedFilter(wantedApps ?? actor.Apps, wantedKinds?.Select(word => Kinds[word]).ToHashSet());
        var after = context.Request.Headers[LastEventId].ToString() is { Length: > 0 } header ? header : lastEventId;
        if (feed.Watch(filter, after) is not { } watch)
        {
            context.Response.Headers.RetryAfter = "5";
            return TypedResults.Problem("Too many clients watch this instance.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Response.RegisterForDisposeAsync(watch);
        return TypedResults.ServerSentEvents(ReadAsync(watch, host.ApplicationStopping, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<FeedEvent>> ReadAsync(
        IFeedWatch watch, CancellationToken stopping, CancellationToken aborted, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted, cancellationToken);
        await using var items = watch.ReadAllAsync(end.Token).GetAsyncEnumerator(CancellationToken.None);
        while (await NextAsync(items, end.Token))
            yield return new SseItem<FeedEvent>(items.Current.Event, Word(items.Current.Event.Kind)) { EventId = items.Current.Id };
    }

    // A client that has gone and a host that stops are the usual ends of a stream, not errors.
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<FeedItem> items, CancellationToken end)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string[]? Split(string? words) =>
        string.IsNullOrEmpty(words) ? null : words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Word(FeedKind kind) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{kind}");
}
