using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Admin;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;
using WeChatPush.Storage;

namespace WeChatPush.Server.Api.Keys;

/// <summary>
/// The keys of the admin API. Only admins come here, so none gives a role that it does not have; one that is for some apps sees and
/// makes keys for those alone. The last key need not be protected: one of the configuration or of the file is always there.
/// </summary>
internal static class KeyEndpoints
{
    /// <summary>Maps <c>keys</c> and <c>keys/{name}</c>.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("keys", ListAsync)
            .WithTags("Keys")
            .WithSummary("The keys of the admin API, in the order of their names")
            .WithDescription("Those of the configuration, or the generated one of the file, among them. No key is shown.")
            .ProducesValidationProblem();
        routes.MapPost("keys", CreateAsync)
            .WithTags("Keys")
            .WithSummary("Make a key")
            .WithDescription(
                "{name, role: viewer | operator | admin, apps?: [<app>], expiresAt?}. The key is in this answer and nowhere else: "
                + "the store has its hash. It holds at every instance within a second.")
            .AcceptsBody<KeyRequest>()
            .Produces<KeyView>(StatusCodes.Status201Created)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        routes.MapDelete("keys/{name}", RemoveAsync)
            .WithTags("Keys")
            .WithSummary("End a key")
            .WithDescription("It ends at every instance within a second. 409: it is not of the store, but of the configuration.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<KeyViewPage>, ValidationProblem>> ListAsync(
        string? limit,
        string? cursor,
        HttpContext context,
        AdminKeys keys,
        IStoredAdminKeys stored,
        IAdminKeyUses uses,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var max = query.Limit(limit);
        if (query.Problem is { } problem)
            return problem;
        var actor = AdminActor.From(context);
        var lastUses = await ReadAsync(uses, cancellationToken);
        var rest = keys.Configured.Select(key => KeyView.From(key, lastUses))
            .Concat(stored.List().Select(key => KeyView.From(key, lastUses)))
            .Where(key => actor.MayUse(key.Apps))
            .Select(key => (View: key, Place: $"{key.Name}\n{key.Source}"))
            .OrderBy(key => key.Place, StringComparer.Ordinal)
            .SkipWhile(key => cursor is not null && string.CompareOrdinal(key.Place, cursor) <= 0)
            .Take(max + 1)
            .ToList();
        return TypedResults.Ok(new KeyViewPage(
            [.. rest.Take(max).Select(key => key.View)], rest.Count > max ? rest[max - 1].Place : null));
    }

    private static async Task<Results<Created<KeyView>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        HttpContext context, AdminKeys keys, IStoredAdminKeys stored, AuditTrail audit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync<KeyRequest>(context.Request, cancellationToken) is not { } body)
            return RequestBody.TooLarge;
        Check(body, time);
        if (body.Errors.Any)
            return body.Errors.ToProblem("The key is wrong.");
        var (actor, request) = (AdminActor.From(context), body.Value);
        if (!actor.MayUse(request.Apps))
            return TypedResults.Problem(
                $"The key {actor.Name} is for some apps only, so it makes keys for no others: {string.Join(", ", actor.Apps!.Order(StringComparer.Ordinal))}.",
                statusCode: StatusCodes.Status403Forbidden);
        var isConfigured = keys.Configured.Any(key => key.Actor.Name.Equals(request.Name, StringComparison.OrdinalIgnoreCase));

        // If its entry cannot be written the key is there without anyone who has it: it is listed, and may be removed.
        var made = isConfigured ? null : await stored.CreateAsync(
            new NewAdminKey
            {
                Name = request.Name,
                Role = request.Role,
                Apps = request.Apps,
                ExpiresAt = request.ExpiresAt,
                CreatedBy = actor.Name,
            },
            CancellationToken.None);
        if (made is null)
            return Problems.Conflict($"There is a key of the name {request.Name}.");
        await audit.WriteAsync(
            context, AuditActions.CreateKey, AuditObject.Key(request.Name), after: Describe(made.Stored));
        var view = KeyView.From(made.Stored, new Dictionary<string, DateTimeOffset>()) with { Key = made.Secret };
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{context.Request.Path}/{Uri.EscapeDataString(request.Name)}", view);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string name, HttpContext context, AdminKeys keys, IStoredAdminKeys stored, AuditTrail audit)
    {
        var actor = AdminActor.From(context);
        if (stored.List().FirstOrDefault(key => key.Name == name) is { } key && !actor.MayUse(key.Apps))
            return NotFound;
        if (await stored.RemoveAsync(name, CancellationToken.None) is { } removed)
        {
            await audit.WriteAsync(context, AuditActions.RemoveKey, AuditObject.Key(name), before: Describe(removed));
            return TypedResults.NoContent();
        }

        return keys.Configured.Any(configured => configured.Actor.Name == name && actor.MayUse(configured.Actor.Apps))
            ? Problems.Conflict("This key is not of the store: remove it from WeChatPush:AdminKeys, or its file from the data directory.")
            : NotFound;
    }

    private static ProblemHttpResult NotFound => Problems.NotFound("There is no key of this name.");

    private static void Check(Body<KeyRequest> body, TimeProvider time)
    {
        var (request, errors) = (body.Value, body.Errors);
        if (!errors.Has("name") && NewAdminKey.FindProblem(request.Name) is { } problem)
            errors.Add("name", problem.TrimEnd('.'));
        if (request.ExpiresAt <= time.GetUtcNow() && !errors.Has("expiresAt"))
            errors.Add("expiresAt", "must be in the future");
        if (request.Apps is { Count: 0 } && !errors.Has("apps"))
            errors.Add("apps", "must name an app; leave it out for all");
        for (var i = 0; i < request.Apps?.Count; i++)
        {
            if (!NewAdminKey.IsAppName(request.Apps[i]) && !errors.Has($"apps[{i}]"))
                errors.Add($"apps[{i}]", "cannot be the name of an app: 1 to 32 of a-z, 0-9 and '-'");
        }
    }

    // Who may do what is what one looks at when the store is away.
    private static async ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(
        IAdminKeyUses uses, CancellationToken cancellationToken)
    {
        try
        {
            return await uses.ReadAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return new Dictionary<string, DateTimeOffset>();
        }
    }

    private static JsonObject Describe(StoredAdminKey key) => new()
    {
        ["role"] = AdminRights.WordOf(key.Role),
        ["apps"] = key.Apps is null ? null : new JsonArray([.. key.Apps.Order(StringComparer.Ordinal).Select(app => (JsonNode)app)]),
        ["prefix"] = key.Prefix,
        ["expiresAt"] = key.ExpiresAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
    };
}
