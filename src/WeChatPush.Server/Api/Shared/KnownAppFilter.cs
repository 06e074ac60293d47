using Microsoft.Extensions.Options;

namespace WeChatPush.Server.Api.Shared;

/// <summary>Answers 404 for an app that is not configured, before anything below it is looked at.</summary>
internal sealed class KnownAppFilter(IOptionsMonitor<WeChatPushOptions> options) : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var name = (string)context.HttpContext.Request.RouteValues["app"]!;
        return options.CurrentValue.Apps.ContainsKey(name)
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.NotFound("No app of this name is configured."));
    }
}
