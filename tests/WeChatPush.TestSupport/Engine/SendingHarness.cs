using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using WeChatPush.Feed;
using WeChatPush.Apps;
using WeChatPush.Redis;
using WeChatPush.Sending;
using WeChatPush.Simulator;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Calls;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Sqlite;
using WeChatPush.Sqlite.Sending;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.TestSupport.Engine;

/// <summary>The sending stage as it is registered, against the simulated API on a real listener.</summary>
internal sealed class SendingHarness : IAsyncDisposable
{
    public const string App = "shop";
    public const string User = "oUser0123456789012345678901";
    public const string Secret = "the-secret-of-the-shop-0123456789";

    private readonly Action<IServiceCollection> _addSending;
    private readonly IAsyncDisposable? _surroundings;
    private readonly ServiceProvider _services;
    private readonly TemporaryDirectory _directory = new();

    private SendingHarness(
        SimulatorHost host,
        Action<IServiceCollection> addSending,
        ManualTimeProvider? time,
        IAsyncDisposable? surroundings)
    {
        Host = host;
        Time = time!;
        _addSending = addSending;
        _surroundings = surroundings;
        Options = new(Settings(host.BaseUrl, _directory.Path));
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(Log)))
            .AddSingleton<IOptionsMonitor<WeChatPushOptions>>(Options)
            .AddSingleton<TimeProvider>((TimeProvider?)time ?? TimeProvider.System)
            .AddApps();
        addSending(services);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public SimulatorHost Host { get; }

    public FakeWeChat WeChat => Host.WeChat;

    /// <summary>The clock, where the harness was started with one that stands still.</summary>
    public ManualTimeProvider Time { get; }

    public FixedOptions<WeChatPushOptions> Options { get; }

    public FakeLogCollector Log { get; } = new();

    public ICustomerMessages Messages => Get<ICustomerMessages>();

    public AccessTokens Tokens => Get<AccessTokens>();

    public CustomerServiceWindows Windows => Get<CustomerServiceWindows>();

    public SendingStatus Status => Get<ISendingStatus>().Get(App);

    public IReadOnlyList<FakeCall> Sends => [.. WeChat.Calls.All.Where(call => call.IsSend)];

    public int TokenCalls => WeChat.Calls.All.Count(call => call.Api == FakeApis.StableToken);

    /// <summary>Starts with the real clock, for tests in which pauses between tries have to pass.</summary>
    public static Task<SendingHarness> StartAsync() => StartEmbeddedAsync(null);

    /// <summary>Starts with the real clock and what builds on sending.</summary>
    public static Task<SendingHarness> StartAsync(Action<IServiceCollection> addMore) =>
        StartEmbeddedAsync(null, addMore);

    /// <summary>Starts with a clock that moves when told to.</summary>
    public static Task<SendingHarness> StartStoppedAsync() => StartEmbeddedAsync(new ManualTimeProvider());

    /// <summary>Starts with the real clock and a store in Redis.</summary>
    public static async Task<SendingHarness> StartSharedAsync(Action<IServiceCollection>? addMore = null) =>
        await StartOnAsync(new RedisSurroundings(await SharedRedis.Server), addMore);

    /// <summary>Starts with the real clock and a store in a database of the test's own, which ends with the harness.</summary>
    public static Task<SendingHarness> StartOnAsync(
        RedisSurroundings redis, Action<IServiceCollection>? addMore = null) =>
        StartAsync(
            services =>
            {
                services.AddSingleton(redis.Connect()).AddRedisStores(redis.ConnectionString).AddFeed().AddSending();
                addMore?.Invoke(services);
            },
            null,
            redis);

    /// <summary>Another instance of the same fleet: all they share is the store.</summary>
    public SendingHarness StartBeside() => new(Host, _addSending, Time, surroundings: null);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public FakeFault Fault(FakeFault fault) => WeChat.Faults.Add(fault);

    /// <summary>Makes every send answer an errcode.</summary>
    public FakeFault Refuse(int errCode, int? times = null) =>
        Fault(new FakeFault { Api = FakeApis.CustomSend, ErrCode = errCode, Times = times });

    public Task<SendResult> SendAsync(
        string user = User, string text = "你好", CancellationToken cancellationToken = default) =>
        Messages.SendAsync(App, CustomerMessage.Text(user, text), cancellationToken).AsTask();

    public Task<SendResult> SendJsonAsync(string json) =>
        Messages.SendAsync(App, Encoding.UTF8.GetBytes(json), default).AsTask();

    /// <summary>A configuration reload.</summary>
    public void Configure(Action<AppOptions> change)
    {
        var settings = Settings(Host.BaseUrl, _directory.Path);
        change(settings.Apps[App]);
        Options.Set(settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _directory.Dispose();
        if (_surroundings is null)
            return;
        await Host.DisposeAsync();
        await _surroundings.DisposeAsync();
    }

    private static async Task<SendingHarness> StartEmbeddedAsync(
        ManualTimeProvider? time, Action<IServiceCollection>? addMore = null)
    {
        var file = new SqliteFile();
        var store = new SqliteSendingStore(file.Store);
        return await StartAsync(
            services =>
            {
                services.AddSingleton(file.Store).AddSingleton(store).AddSqliteStores().AddFeed().AddSending();
                addMore?.Invoke(services);
            },
            time,
            file);
    }

    private static async Task<SendingHarness> StartAsync(
        Action<IServiceCollection> addSending, ManualTimeProvider? time, IAsyncDisposable surroundings)
    {
        var weChat = new FakeWeChat(time);
        weChat.AddAccount("wx0123456789abcdef", Secret);
        return new(await SimulatorHost.StartAsync(weChat), addSending, time, surroundings);
    }

    private static WeChatPushOptions Settings(Uri baseUrl, string directory) => new()
    {
        DataDirectory = directory,
        Apps =
        {
            [App] = new AppOptions
            {
                AppId = "wx0123456789abcdef",
                AppSecret = Secret,
                Token = "token",
                ApiBaseUrl = baseUrl.ToString(),
            },
        },
    };
}
