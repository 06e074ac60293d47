using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Chat;

/// <summary>Maps the page on which a person plays the WeChat user.</summary>
public static class SimulatorChatEndpoints
{
    /// <summary>The page at <paramref name="pattern"/>, and what it calls below that.</summary>
    /// <param name="endpoints">The host.</param>
    /// <param name="weChat">Whose received messages appear as bubbles.</param>
    /// <param name="target">The app to push to, asked at each use; null: none is configured.</param>
    /// <param name="pattern">Where the page is.</param>
    public static IEndpointConventionBuilder MapSimulatorChat(
        this IEndpointRouteBuilder endpoints,
        FakeWeChat weChat,
        Func<SimulatedApp?> target,
        string pattern = "/simulator")
    {
        var stopping = endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default;
        var client = new PushClient();
        stopping.Register(client.Dispose);
        var user = new ChatUser(weChat, client);

        var group = endpoints.MapGroup(pattern).ExcludeFromDescription();
        group.MapGet("/", context => PageAsync(context, pattern));
        group.MapGet("/chat.css", () => TypedResults.Text(ChatPage.Read("chat.css"), "text/css"));
        group.MapGet("/chat.js", () => TypedResults.Text(ChatPage.Read("chat.js"), "text/javascript"));
        group.MapGet("/app", (string? nickname) => DescribeApp(target(), nickname));
        group.MapPost("/push", context => PushAsync(context, target(), user));
        group.MapGet("/messages", (string openId, HttpContext context) =>
        {
            // An open page must not hold up the end of the process.
            var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            context.Response.RegisterForDispose(ended);
            return TypedResults.ServerSentEvents(ChatFeed.OfAsync(weChat, openId, LastEventId(context), ended.Token));
        });
        return group;
    }

    private static Task PageAsync(HttpContext context, string pattern)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = ChatPage.ContentSecurityPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return context.Response.WriteAsync(ChatPage.Html(context.Request.PathBase + pattern), context.RequestAborted);
    }

    private static Results<JsonHttpResult<object>, NotFound> DescribeApp(SimulatedApp? app, string? nickname) =>
        app is null ? TypedResults.NotFound() : TypedResults.Json<object>(
            new
            {
                app.Name,
                app.AppId,
                Mode = app.Mode.ToString(),
                Format = app.Format.ToString(),
                PushUrl = app.PushUrl.ToString(),
                OpenId = FakeOpenId.From(app.AppId, nickname ?? ""),
            },
            ChatFeed.Json);

    private static async Task PushAsync(HttpContext context, SimulatedApp? app, ChatUser user)
    {
        var result = await TryPushAsync(context, app, user);
        await result.ExecuteAsync(context);
    }

    private static async Task<IResult> TryPushAsync(HttpContext context, SimulatedApp? app, ChatUser user)
    {
        // Only a page of this origin may send this content type unasked: no foreign page plays the user.
        if (!context.Request.HasJsonContentType())
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);

        ChatPush? push;
        try
        {
            push = await context.Request.ReadFromJsonAsync<ChatPush>(ChatFeed.Json, context.RequestAborted);
        }
        catch (JsonException)
        {
            push = null;
        }

        var problem = push is null ? "The request is not readable." : ChatUser.Problem(push);
        problem ??= app is null ? "No app is configured, so there is no URL to push to." : app.Problem();
        return problem is not null
            ? TypedResults.Json(new { problem }, ChatFeed.Json, statusCode: StatusCodes.Status400BadRequest)
            : TypedResults.Json(await user.PushAsync(app!, push!, context.RequestAborted), ChatFeed.Json);
    }

    private static long? LastEventId(HttpContext context) =>
        long.TryParse(context.Request.Headers["Last-Event-ID"], out var id) ? id : null;
}
