using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.TestSupport;

namespace WeChatPush.Simulator.Tests.FakeApi;

/// <summary>The fake API on its own listener, a clock that stands still, and a caller.</summary>
public abstract class FakeApiFixture : IAsyncLifetime
{
    private SimulatorHost? _host;
    private HttpClient? _http;

    /// <summary>It begins at noon in China, far from the change of days.</summary>
    private protected ManualTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.Zero));

    private protected FakeWeChat WeChat => _host!.WeChat;

    private protected HttpClient Http => _http!;

    public async Task InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(new FakeWeChat(Clock));
        _http = ClientOf(_host.BaseUrl);
    }

    public async Task DisposeAsync()
    {
        _http?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    /// <summary>Goes on with a fake API that remembers nothing, at the same time; the one before ends with the result.</summary>
    private protected async Task<IAsyncDisposable> RestartAsync()
    {
        var before = _host!;
        _http!.Dispose();
        _host = await SimulatorHost.StartAsync(new FakeWeChat(Clock));
        _http = ClientOf(_host.BaseUrl);
        return before;
    }

    private protected async Task<JsonElement> StableTokenAsync(bool force = false, string secret = "secret") =>
        await PostAsync(
            FakeApis.StableToken,
            JsonSerializer.Serialize(new
            {
                grant_type = "client_credential",
                appid = "wx1",
                secret,
                force_refresh = force,
            }));

    private protected async Task<string> TokenAsync() =>
        (await StableTokenAsync()).GetProperty("access_token").GetString()!;

    private protected async Task<int> SendTextAsync(string openId = "oUser", string content = "你好") =>
        Code(await SendAsync($$$"""{"touser":"{{{openId}}}","msgtype":"text","text":{"content":"{{{content}}}"}}"""));

    private protected async Task<JsonElement> SendAsync(string body, string api = FakeApis.CustomSend) =>
        await PostAsync($"{api}?access_token={await TokenAsync()}", body);

    private protected async Task<JsonElement> PostAsync(string url, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri(url, UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private protected Task<JsonElement> GetAsync(string url) =>
        Http.GetFromJsonAsync<JsonElement>(new Uri(url, UriKind.Relative));

    private protected static int Code(JsonElement answer) => answer.GetProperty("errcode").GetInt32();

    private static HttpClient ClientOf(Uri baseUrl) => new() { BaseAddress = baseUrl };
}
