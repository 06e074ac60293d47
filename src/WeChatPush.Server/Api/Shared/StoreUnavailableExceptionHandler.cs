using Microsoft.AspNetCore.Diagnostics;
using WeChatPush.Storage;

namespace WeChatPush.Server.Api.Shared;

/// <summary>A store that cannot be reached is 503, not a bug. The store itself has logged why.</summary>
internal sealed class StoreUnavailableExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not StoreUnavailableException)
            return false;
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails =
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                Detail = "The store cannot be reached at the moment.",
            },
        });
        return true;
    }
}
