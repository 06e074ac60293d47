using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeChatPush.Simulator.FakeApi;

/// <summary>A call as an API sees it.</summary>
internal sealed class FakeRequest(string api, string method, IQueryCollection query, string body)
{
    /// <summary>The header as it was sent; of interest where it holds the boundary of a form.</summary>
    public string ContentType { get; private init; } = "";

    /// <summary>The body to the byte.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    public string Api => api;

    public string Method => method;

    public string Body => body;

    public JsonElement Json { get; } = Parse(body);

    public string? AccessToken => Query("access_token");

    public string? OpenId => Text("touser");

    /// <summary>The account whose token the call carries.</summary>
    public string? AppId { get; set; }

    public bool IsPost => HttpMethods.IsPost(method);

    public static async Task<FakeRequest> ReadAsync(HttpContext context, string api)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var bytes = buffer.ToArray();
        var contentType = context.Request.ContentType ?? "";
        var isForm = contentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);
        var body = isForm ? $"({bytes.Length} bytes of a form)" : Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        return new FakeRequest(api, context.Request.Method, context.Request.Query, body)
        {
            ContentType = contentType,
            Bytes = bytes,
        };
    }

    public static JsonElement Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public string? Query(string name) => query.TryGetValue(name, out var value) ? value[0] : null;

    /// <summary>The text at the end of a path of property names; null when it is not there or not text.</summary>
    public string? Text(params ReadOnlySpan<string> path)
    {
        var value = Json;
        foreach (var name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
