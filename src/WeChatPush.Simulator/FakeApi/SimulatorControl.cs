using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi.Calls;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.Simulator.FakeApi;

/// <summary>
/// The control API, for tests in other processes and for curious people with curl: inject faults, look at what arrived,
/// tell what a user did, start over.
/// </summary>
internal static class SimulatorControl
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = WeChatJson.Encoder,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    public static void MapControl(this IEndpointRouteBuilder control, FakeWeChat weChat)
    {
        control.MapGet("/faults", context => WriteAsync(context, weChat.Faults.All));
        control.MapPost("/faults", context => AddFaultsAsync(context, weChat));
        control.MapDelete("/faults", context => Done(context, weChat.Faults.Clear));
        control.MapGet("/calls", context => WriteAsync(context, Select(context.Request.Query, weChat.Calls.All)));
        control.MapDelete("/calls", context => Done(context, weChat.Calls.Clear));
        control.MapGet("/rhythm", context => WriteAsync(context, weChat.Rhythm.Figures));
        control.MapDelete("/rhythm", context => Done(context, weChat.Rhythm.Clear));
        control.MapPost("/users/{openId}/messaged", context =>
            Done(context, () => weChat.Windows.UserMessaged(User(context))));
        control.MapPost("/users/{openId}/entered", context =>
            Done(context, () => weChat.Windows.UserEntered(User(context))));
        control.MapDelete("/tokens", context => Done(context, () => weChat.Tokens.Revoke()));
        control.MapDelete("/", context => Done(context, weChat.Reset));
    }

    private static string User(HttpContext context) => (string)context.Request.RouteValues["openId"]!;

    // With "after" and "limit" a client that polls gets each call once.
    private static IEnumerable<FakeCall> Select(IQueryCollection query, IReadOnlyList<FakeCall> calls) =>
        (from call in calls
         where !query.TryGetValue("openId", out var openId) || call.OpenId == openId
         where !query.TryGetValue("api", out var api) || call.Api == api
         where call.Id > Number(query, "after", 0)
         select call).Take((int)Number(query, "limit", int.MaxValue));

    private static long Number(IQueryCollection query, string name, int otherwise) =>
        int.TryParse(query[name], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static async Task AddFaultsAsync(HttpContext context, FakeWeChat weChat)
    {
        try
        {
            var json = await JsonSerializer.DeserializeAsync<JsonElement>(
                context.Request.Body, Options, context.RequestAborted);
            var faults = json.ValueKind == JsonValueKind.Array
                ? json.Deserialize<FakeFault[]>(Options)!
                : [json.Deserialize<FakeFault>(Options)!];
            foreach (var fault in faults)
                weChat.Faults.Add(fault);

            context.Response.StatusCode = StatusCodes.Status201Created;
            await WriteAsync(context, weChat.Faults.All);
        }
        catch (JsonException exception)
        {
            // A misspelt fault that is silently ignored would make a test green for the wrong reason.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(exception.Message, context.RequestAborted);
        }
    }

    private static Task Done(HttpContext context, Action action)
    {
        action();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task WriteAsync<T>(HttpContext context, T value) =>
        context.Response.WriteAsJsonAsync(value, Options, context.RequestAborted);
}
