using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatPush.Benchmarks.Campaigning;

/// <summary>A server whose campaigns are measured. It can be started anew over what it has stored.</summary>
internal sealed class CampaignServer : IAsyncDisposable
{
    public const string App = "bench";
    public const string AdminKey = "benchmark-key-that-nobody-else-needs";

    private const string Campaigns = $"api/v1/apps/{App}/campaigns";

    private readonly int _port = ChildProcess.FreePort();
    private readonly HttpClient _http;
    private readonly (string, string)[] _settings;
    private ChildProcess _process;

    public CampaignServer(string directory, Uri weChat, string? redis)
    {
        _settings =
        [
            ("ASPNETCORE_URLS", Url.ToString()),
            ("DOTNET_ENVIRONMENT", "Production"),
            ("WeChatPush__DataDirectory", directory),
            ("WeChatPush__AdminKeys__0", AdminKey),
            ($"WeChatPush__Apps__{App}__AppId", "wxbench0123456789"),
            ($"WeChatPush__Apps__{App}__AppSecret", "secretOfTheBenchmark"),
            ($"WeChatPush__Apps__{App}__Token", "benchtoken"),
            ($"WeChatPush__Apps__{App}__ApiBaseUrl", weChat.ToString()),
            ($"WeChatPush__Apps__{App}__Credits__CountFrom", "Client"),
            ("Logging__LogLevel__Default", "Warning"),
            ("ConnectionStrings__Redis", redis ?? ""),
        ];
        _http = new HttpClient { BaseAddress = Url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        _process = Start();
    }

    public Uri Url => new($"http://127.0.0.1:{_port}");

    public long Memory => _process.Memory;

    public TimeSpan Processor => _process.Processor;

    public Task WaitUntilReadyAsync() => _process.WaitUntilReadyAsync(_http, "health/ready");

    public async Task StartAnewAsync()
    {
        await _process.DisposeAsync();
        _process = Start();
        await WaitUntilReadyAsync();
    }

    /// <summary>Makes a campaign to everyone with a credit for a template, and starts it.</summary>
    public async Task<string> BeginAsync(string template, int rate)
    {
        using var made = await _http.PostAsJsonAsync(Campaigns, new
        {
            name = "十一月的问候",
            templateId = template,
            page = "pages/index",
            data = new { thing1 = new { value = "你好 😀" } },
            rate,
            audience = new { kind = "everyone" },
        });
        made.EnsureSuccessStatusCode();
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        using var started = await _http.PostAsync($"{Campaigns}/{id}/start", content: null);
        started.EnsureSuccessStatusCode();
        return id;
    }

    public async Task<CampaignFigures> FindAsync(string id)
    {
        var campaign = await _http.GetFromJsonAsync<JsonElement>($"{Campaigns}/{id}");
        var counts = campaign.GetProperty("counts");
        return new(
            campaign.GetProperty("state").GetString() == "finished",
            counts.GetProperty("total").GetInt64(),
            counts.GetProperty("sent").GetInt64());
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _process.DisposeAsync();
    }

    private ChildProcess Start() => new("WeChatPush.Server.dll", [], _settings);
}

/// <summary>How far a campaign is.</summary>
internal readonly record struct CampaignFigures(bool IsFinished, long Total, long Sent);
