using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatPush.TestSupport.Server;

/// <summary>Short ways to ask the API.</summary>
internal static class Json
{
    public static async Task<JsonElement> JsonAsync(this HttpClient client, string path) =>
        await (await client.GetAsync(path)).JsonAsync(HttpStatusCode.OK);

    /// <summary>The body of an answer with this status; a problem document where the status is an error.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
        var type = (int)status < 400 ? "application/json" : "application/problem+json";
        response.Content.Headers.ContentType?.MediaType.ShouldBe(type);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        if ((int)status >= 400)
        {
            json.GetProperty("status").GetInt32().ShouldBe((int)status);
            json.ToString().ShouldNotContain("   at ");
        }

        return json;
    }

    /// <summary>Posts a text as JSON.</summary>
    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, string json) =>
        client.PostAsync(path, new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));

    /// <summary>Sends a text as JSON, or nothing.</summary>
    public static async Task<HttpResponseMessage> SendJsonAsync(
        this HttpClient client, string method, string path, string? json, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
            request.Content = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request);
    }

    public static string[] Texts(this JsonElement array, string member) =>
        [.. array.EnumerateArray().Select(item => item.GetProperty(member).ToString())];
}
