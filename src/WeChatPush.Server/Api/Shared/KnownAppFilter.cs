using WeChatPush.Apps;

namespace WeChatPush.Server.Api.Shared;

/// <summary>Answers 404 for an app that does not exist, before anything below it is looked at.</summary>
internal sealed class KnownAppFilter(IAppCatalog apps) : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var name = (string)context.HttpContext.Request.RouteValues["app"]!;
        return apps.FindOptions(name) is not null
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.NotFound("No app of this name is configured."));
    }
}
