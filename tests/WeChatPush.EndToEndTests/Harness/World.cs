using WeChatPush.Simulator;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>A server with one mini program <c>shop</c>, and WeChat on its other side.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    public const string Token = "tokenOfTheShop";
    public const string Secret = "secretOfTheShop0123456789";
    public const string AppId = "wxe2e0123456789abc";

    /// <summary>Stands in a setting for the address of WeChat's API.</summary>
    public const string ApiPlace = "{api}";

    private readonly SimulatorHost _host;
    private readonly PushClient _once = new() { MaxTries = 1 };
    private readonly PushClient _weChat = new();

    private World(SimulatorHost host, IEnumerable<(string, string)> settings)
    {
        _host = host;
        var own = settings.Select(pair => (pair.Item1, pair.Item2.Replace(ApiPlace, host.BaseUrl.ToString(), StringComparison.Ordinal)));
        Server = new ServerProcess(Directory.Path, "Production", Settings(host.BaseUrl).Concat(own));
        Admin = new AdminClient(Server.Url);
    }

    public TemporaryDirectory Directory { get; } = new();

    public ServerProcess Server { get; }

    public FakeWeChat WeChat => _host.WeChat;

    /// <summary>Where WeChat's API is.</summary>
    public Uri Api => _host.BaseUrl;

    public AdminClient Admin { get; }

    /// <summary>The database of the server.</summary>
    public string StorePath => Directory.File("data/wechatpush.db");

    /// <summary>The mini program as its console describes it.</summary>
    public SimulatedApp App => new()
    {
        Name = "shop",
        AppId = AppId,
        Token = Token,
        EncodingAesKey = Key,
        Mode = WireMode.Secure,
        PushUrl = new Uri(Server.Url, "/wechat/shop"),
    };

    /// <summary>Starts both sides; the server answers a text with itself, and two events with words of their own.</summary>
    public static async Task<World> StartAsync(params IEnumerable<(string Key, string Value)> settings)
    {
        var world = new World(await SimulatorHost.StartAsync(new FakeWeChat().AddAccount(AppId, Secret)), settings);
        await world.Server.StartAsync();
        return world;
    }

    public PushBuilder User(string openId) => new(App, openId);

    /// <summary>One try of a push, whatever comes of it.</summary>
    public async Task<PushTry> TryAsync(PushPayload payload) => (await _once.PushAsync(App, payload)).Last;

    /// <summary>Pushes as WeChat does, with its tries; one of them has to be acknowledged.</summary>
    public async Task PushAsync(PushPayload payload)
    {
        var answer = (await _weChat.PushAsync(App, payload)).Last;
        answer.Kind.ShouldBe(AnswerKind.Success, $"{answer.Status} {answer.Problem}\n{Server.Output}");
    }

    /// <summary>The words that arrived, in the order of their arrival.</summary>
    public IReadOnlyList<string> Delivered() =>
        [.. WeChat.Calls.Sends.Where(call => call.Delivered).Select(call => call.Text!)];

    /// <summary>Waits until this many messages have arrived.</summary>
    public Task DeliveredAsync(int count) =>
        WeChat.WaitForCallsAsync(call => call.Delivered, count, TimeSpan.FromSeconds(30));

    /// <summary>The settings of such a server.</summary>
    public static IEnumerable<(string, string)> Settings(Uri api) =>
    [
        ("AdminKeys:0", AdminClient.Key),
        ("Receiving:MaxWait", "00:00:04"), // a busy machine is no reason to fail
        ("Apps:shop:AppId", AppId),
        ("Apps:shop:AppSecret", Secret),
        ("Apps:shop:Token", Token),
        ("Apps:shop:EncodingAesKey", Key),
        ("Apps:shop:ApiBaseUrl", api.ToString()),
        ("Apps:shop:Rules:0:MsgType", "text"),
        ("Apps:shop:Rules:0:Send:Text", "{Content}"),
        ("Apps:shop:Rules:1:Event", "user_enter_tempsession"),
        ("Apps:shop:Rules:1:Send:Text", "entered from {SessionFrom}"),
        ("Apps:shop:Rules:2:Event", "subscribe_msg_popup_event"),
        ("Apps:shop:Rules:2:Send:Text", "accepted {List.0.TemplateId}"),
    ];

    public async ValueTask DisposeAsync()
    {
        Server.Dispose();
        _once.Dispose();
        _weChat.Dispose();
        Admin.Dispose();
        await _host.DisposeAsync();
        Directory.Dispose();
    }
}
