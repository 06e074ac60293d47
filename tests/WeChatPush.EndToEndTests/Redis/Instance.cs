using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>One server of a fleet, with a disk of its own.</summary>
internal sealed class Instance : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public Instance(IEnumerable<(string Key, string Value)> settings)
    {
        Server = new ServerProcess(_directory.Path, "Production", settings);
        Admin = new AdminClient(Server.Url);
    }

    /// <summary>Where its files are.</summary>
    public string Folder => _directory.Path;

    public ServerProcess Server { get; }

    public AdminClient Admin { get; }

    /// <summary>The mini program, with its pushes going to this instance.</summary>
    public SimulatedApp App => new()
    {
        Name = "shop",
        AppId = World.AppId,
        Token = World.Token,
        EncodingAesKey = World.Key,
        Mode = WireMode.Secure,
        PushUrl = new Uri(Server.Url, "/wechat/shop"),
    };

    /// <summary>Waits until Redis takes its pushes and its spool is empty.</summary>
    public Task WellAsync() => RedisServer.IsRestricted
        ? Eventually.TrueAsync(
            async () => await Admin.StoreHealthAsync() == "healthy", () => $"not well\n{Server.Output}", TimeSpan.FromMinutes(3))
        : BecomesAsync("healthy");

    /// <summary>Waits until its health is this.</summary>
    public Task BecomesAsync(string health) => Eventually.TrueAsync(
        async () => await Server.HealthAsync() == health, () => $"not {health}\n{Server.Output}", TimeSpan.FromMinutes(3));

    public void Dispose()
    {
        Admin.Dispose();
        Server.Dispose();
        _directory.Dispose();
    }
}
