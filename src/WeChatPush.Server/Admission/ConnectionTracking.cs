using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace WeChatPush.Server.Admission;

/// <summary>Where the server says how far connections and their requests have come.</summary>
internal static class ConnectionTracking
{
    /// <summary>The first step of every connection, and its last.</summary>
    public static ConnectionDelegate Track(ConnectionDelegate next) => async connection =>
    {
        connection.Features.Get<ConnectionSlot>()?.Release();
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Features.Get<TrackedConnection>()?.Remove();
        }
    };

    /// <summary>
    /// For routes of people: what has no body is complete from the start, what has one when its endpoint says so, and everything at
    /// the end. The receiver of pushes does this itself.
    /// </summary>
    public static async Task TrackAsync(HttpContext context, RequestDelegate next)
    {
        var connection = context.Features.Get<TrackedConnection>();
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
            connection?.Complete();
        try
        {
            await next(context);
        }
        finally
        {
            connection?.Complete();
        }
    }

    /// <summary>After routing: what has no endpoint is read by nobody.</summary>
    public static Task CompleteUnroutedAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is null)
            context.Features.Get<TrackedConnection>()?.Complete();
        return next(context);
    }

    /// <summary>Keeps the connection of a request with a key as long as the request lasts, whatever there is still to read.</summary>
    public static async Task KeepAsync(HttpContext context, RequestDelegate next)
    {
        var connection = context.Features.Get<TrackedConnection>();
        connection?.Keep();
        try
        {
            await next(context);
        }
        finally
        {
            connection?.Complete();
            connection?.Release();
        }
    }
}
