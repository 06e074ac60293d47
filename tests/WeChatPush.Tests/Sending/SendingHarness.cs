using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Simulator;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.TestSupport;
using WeChatPush.Tests.Options;

namespace WeChatPush.Tests.Sending;

/// <summary>The sending stage as it is registered, against the simulated API on a real listener.</summary>
internal sealed class SendingHarness : IAsyncDisposable
{
    public const string App = "shop";
    public const string User = "oUser0123456789012345678901";
    public const string Secret = "the-secret-of-the-shop-0123456789";

    private readonly SqliteFile _file;
    private readonly bool _ownsSurroundings;
    private readonly ServiceProvider _services;

    private SendingHarness(
        SimulatorHost host, SqliteFile file, ISendingStore store, ManualTimeProvider? time, bool ownsSurroundings)
    {
        Host = host;
        Time = time!;
        _file = file;
        _ownsSurroundings = ownsSurroundings;
        Options = new(Settings(host.BaseUrl));
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton<IOptionsMonitor<WeChatPushOptions>>(Options)
            .AddSingleton(file.Store)
            .AddSingleton(store)
            .AddSingleton<TimeProvider>((TimeProvider?)time ?? TimeProvider.System)
            .AddSending()
            .BuildServiceProvider(validateScopes: true);
    }

    public SimulatorHost Host { get; }

    public FakeWeChat WeChat => Host.WeChat;

    /// <summary>The clock, where the harness was started with one that stands still.</summary>
    public ManualTimeProvider Time { get; }

    public FixedOptions<WeChatPushOptions> Options { get; }

    public RecordingLoggerProvider Log { get; } = new();

    public ICustomerMessages Messages => Get<ICustomerMessages>();

    public AccessTokens Tokens => Get<AccessTokens>();

    public CustomerServiceWindows Windows => Get<CustomerServiceWindows>();

    public SendingStatus Status => Get<ISendingStatus>().Of(App);

    public IReadOnlyList<FakeCall> Sends => [.. WeChat.Calls.All.Where(call => call.IsSend)];

    public int TokenCalls => WeChat.Calls.All.Count(call => call.Api == FakeApis.StableToken);

    /// <summary>Starts with the real clock, for tests in which pauses between tries have to pass.</summary>
    public static Task<SendingHarness> StartAsync() => StartAsync(null);

    /// <summary>Starts with a clock that moves when told to.</summary>
    public static Task<SendingHarness> StartStoppedAsync() => StartAsync(new ManualTimeProvider());

    /// <summary>Another instance of the same fleet: all they share is the store.</summary>
    public SendingHarness StartBeside() => new(Host, _file, Get<ISendingStore>(), Time, ownsSurroundings: false);

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
        var settings = Settings(Host.BaseUrl);
        change(settings.Apps[App]);
        Options.Set(settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (!_ownsSurroundings)
            return;
        await Host.DisposeAsync();
        await _file.DisposeAsync();
    }

    private static async Task<SendingHarness> StartAsync(ManualTimeProvider? time)
    {
        var weChat = new FakeWeChat(time);
        weChat.AddAccount("wx0123456789abcdef", Secret);
        var file = new SqliteFile();
        var store = new SqliteSendingStore(file.Store);
        return new(await SimulatorHost.StartAsync(weChat), file, store, time, ownsSurroundings: true);
    }

    private static WeChatPushOptions Settings(Uri baseUrl) => new()
    {
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
