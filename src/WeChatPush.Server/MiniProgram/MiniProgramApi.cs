using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.MiniProgram;

/// <summary>
/// What the mini program itself calls, <c>/mp/{app}</c>: from the phones of strangers, without an admin key.
/// </summary>
internal static class MiniProgramApi
{
    /// <summary>Where it lives; none of it needs an admin key.</summary>
    public const string Prefix = "/mp";

    /// <summary>Registers what the routes need.</summary>
    public static void AddMiniProgramApi(this IServiceCollection services)
    {
        services.AddSingleton<SessionTokens>();
        services.AddSingleton<MiniProgramLimits>();
        services.AddSingleton<HiddenClients>();
    }

    /// <summary>Maps the routes.</summary>
    public static void MapMiniProgramApi(this IEndpointRouteBuilder routes)
    {
        var app = routes.MapGroup($"{Prefix}/{{app}}")
            .AddEndpointFilter<KnownAppFilter>()
            .AddEndpointFilter(routes.ServiceProvider.GetRequiredService<HiddenClients>())
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        app.MapSession();
        app.MapOwnCredits();
    }
}
