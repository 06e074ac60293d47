using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Alerts;
using WeChatPush.Server.Api.Apps;
using WeChatPush.Server.Api.Audit;
using WeChatPush.Server.Api.Bookmarks;
using WeChatPush.Server.Api.Campaigns;
using WeChatPush.Server.Api.Checks;
using WeChatPush.Server.Api.Conversations;
using WeChatPush.Server.Api.Credits;
using WeChatPush.Server.Api.Events;
using WeChatPush.Server.Api.Forwards;
using WeChatPush.Server.Api.Inbound;
using WeChatPush.Server.Api.Instances;
using WeChatPush.Server.Api.Keys;
using WeChatPush.Server.Api.Operations;
using WeChatPush.Server.Api.Outbound;
using WeChatPush.Server.Api.Receiving;
using WeChatPush.Server.Api.Rules;
using WeChatPush.Server.Api.Stats;
using WeChatPush.Server.Api.Users;

namespace WeChatPush.Server.Api.Shared;

/// <summary>The admin API, <c>/api/v1</c>.</summary>
internal static class AdminApi
{
    /// <summary>Where every version of it lives; all of it needs an admin key.</summary>
    public const string Prefix = "/api";

    /// <summary>Registers what the API needs.</summary>
    public static void AddAdminApi(this IServiceCollection services)
    {
        services.AddSingleton<AdminKeys>();
        services.AddHostedService(provider => provider.GetRequiredService<AdminKeys>());
        services.AddSingleton<WrongKeys>();
        services.AddSingleton<AdminKeyMiddleware>();
        services.AddSingleton<AppData>();
        services.AddSingleton<AuditTrail>();
        services.AddHostedService<AdminRouteCheck>();
        services.AddSingleton<OwnCheck>();
        services.AddProblemDetails();
        services.AddExceptionHandler<StoreUnavailableExceptionHandler>();
        services.AddExceptionHandler<BrokenRequestExceptionHandler>();
        services.ConfigureHttpJsonOptions(json => ApiJson.AddTo(json.SerializerOptions));
        services.AddApiDocument();
    }

    /// <summary>Maps every route.</summary>
    public static void MapAdminApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup($"{Prefix}/v1")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        ((IEndpointConventionBuilder)api).Finally(AdminRoutes.AddRole);
        api.MapApps();
        api.MapStoredApps();
        api.MapKeys();
        api.MapAlerts();
        api.MapAudit();
        api.MapEvents();
        api.MapOperations();
        api.MapInstances();
        api.MapStats();

        var app = api.MapGroup("apps/{app}").AddEndpointFilter<KnownAppFilter>();
        app.MapRules();
        app.MapMessages();
        app.MapCurl();
        app.MapBookmarks();
        app.MapReplays();
        app.MapDeadLetters();
        app.MapCustomerMessages();
        app.MapTyping();
        app.MapConversations();
        app.MapMedia();
        app.MapTemplates();
        app.MapCredits();
        app.MapPushes();
        app.MapCampaigns();
        app.MapAccessToken();
        app.MapUsers();
        app.MapRuleTests();
        app.MapForwards();
        app.MapHandshakes();
        app.MapCheck();
    }
}
