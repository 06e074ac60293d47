using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>What an operator sees.</summary>
internal sealed class AdminClient : IDisposable
{
    public const string Key = "keyOfTheOperator";

    private readonly HttpClient _http;

    public AdminClient(Uri server, string key = Key)
    {
        _http = new HttpClient { BaseAddress = server };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>($"/api/v1/{path}");

    /// <summary>The health of the store alone: of a Redis that forbids its checks the whole is never healthy.</summary>
    public async Task<string?> StoreHealthAsync()
    {
        using var answer = await _http.GetAsync("/health/ready");
        var health = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return health.GetProperty("checks").GetProperty("store").GetProperty("status").GetString();
    }

    /// <summary>A text, however long.</summary>
    public Task<string> GetTextAsync(string path) => _http.GetStringAsync($"/api/v1/{path}");

    /// <summary>Posts something that need not succeed, and returns the status.</summary>
    public async Task<int> TryPostAsync(string path)
    {
        using var answer = await _http.PostAsync($"/api/v1/{path}", content: null);
        return (int)answer.StatusCode;
    }

    /// <summary>Posts something that has to succeed.</summary>
    public async Task<JsonElement> PostAsync(string path, object body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{path}")
        {
            Content = JsonContent.Create(body),
        };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Deletes something that is there, and returns what the server says of it.</summary>
    public async Task<JsonElement> DeleteAsync(string path)
    {
        using var answer = await _http.DeleteAsync($"/api/v1/{path}");
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Every push of the shop that a query finds, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string query = "")
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"apps/shop/messages?limit=200&{query}{(cursor is null ? "" : $"&cursor={cursor}")}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        return items;
    }

    /// <summary>A push with its timeline and sends.</summary>
    public Task<JsonElement> FindAsync(string id) => GetAsync($"apps/shop/messages/{id}");

    /// <summary>The pushes of a user in full, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> OfUserAsync(string openId)
    {
        var details = new List<JsonElement>();
        foreach (var item in (await ListAsync($"openId={openId}")).Reverse())
            details.Add(await FindAsync(item.GetProperty("id").GetString()!));
        return details;
    }

    public void Dispose() => _http.Dispose();
}
