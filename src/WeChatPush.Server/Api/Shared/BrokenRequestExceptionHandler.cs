using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;

namespace WeChatPush.Server.Api.Shared;

/// <summary>
/// A body that ends too early or is no HTTP, and a client that has gone, are the client's: no bug, and nothing for the log.
/// </summary>
internal sealed class BrokenRequestExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var status = exception switch
        {
            BadHttpRequestException broken => broken.StatusCode,
            ConnectionResetException or ConnectionAbortedException => StatusCodes.Status400BadRequest,
            _ => 0,
        };
        if (status == 0)
            return false;
        context.Response.StatusCode = status;
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = status, Detail = "The request did not arrive whole." },
        });
        return true;
    }
}
