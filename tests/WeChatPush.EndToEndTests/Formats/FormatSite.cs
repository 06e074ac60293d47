using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Formats;

/// <summary>
/// What surrounds stored data: WeChat, the owner's backend and, where the data is in it, Redis. Servers come and go.
/// </summary>
internal sealed class FormatSite : IAsyncDisposable
{
    // As long as can be configured: nothing is forgotten because the files lay in the tree for years.
    private const string Forever = "3650.00:00:00";
    private const string Secret = "whsec_c2VjcmV0T2ZUaGVCYWNrZW5kSW5UZXN0cw==";

    private readonly StoredState _state;
    private readonly SimulatorHost _host;

    private FormatSite(StoredState state, SimulatorHost host, Shop shop, RedisServer? redis) =>
        (_state, _host, Shop, Redis) = (state, host, shop, redis);

    public FakeWeChat WeChat => _host.WeChat;

    public Shop Shop { get; }

    /// <summary>Where the data is, unless it is in a file of the server.</summary>
    public RedisServer? Redis { get; }

    /// <summary>Starts everything but a server.</summary>
    public static async Task<FormatSite> StartAsync(StoredState state) => new(
        state,
        await SimulatorHost.StartAsync(new FakeWeChat().AddAccount(World.AppId, World.Secret)),
        await Shop.StartAsync(),
        state.IsInRedis ? await RedisDump.StartAsync(state.Dump) : null);

    /// <summary>Starts a server over the data, does something with it, and stops it as a service manager does.</summary>
    public async Task RunAsync(Func<FormatServer, Task> work, params IEnumerable<(string, string)> settings)
    {
        using var process = new ServerProcess(_state.Folder, "Production", Settings().Concat(settings));
        await process.StartAsync();
        using (var server = new FormatServer(process, _state.AdminKey))
            await work(server);
        process.Terminate();
        (await process.ExitAsync()).ShouldBe(0, process.Output);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Shop.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
    }

    private IEnumerable<(string, string)> Settings() =>
    [
        // The generated admin key is part of the data.
        .. World.Settings(_host.BaseUrl).Where(setting => !setting.Item1.StartsWith("AdminKeys", StringComparison.Ordinal)),
        ("ConnectionStrings:Redis", Redis?.ConnectionString ?? ""),
        ("Deduplication:MessageWindow", Forever),
        ("Deduplication:EventWindow", Forever),
        ("Retention:Done", Forever),
        ("Retention:Dead", Forever),
        ("Dispatching:FirstRetry", "00:00:02"),
        ("Apps:shop:AllowUnsignedPayments", "true"),
        ("Apps:shop:Credits:CountFrom", "Client"),
        ("Apps:shop:Credits:LongTermTemplates:0", FormatCredits.LongTerm),
        .. Forwarding(3, "MsgType", "image", reply: false),
        .. Forwarding(4, "Event", "xpay_goods_deliver_notify", reply: true),
    ];

    private IEnumerable<(string, string)> Forwarding(int number, string what, string word, bool reply) =>
    [
        ($"Apps:shop:Rules:{number}:{what}", word),
        ($"Apps:shop:Rules:{number}:Forward:Url", Shop.Url),
        ($"Apps:shop:Rules:{number}:Forward:Secret", Secret),
        ($"Apps:shop:Rules:{number}:Forward:Reply", $"{reply}"),
    ];
}
