using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace WeChatPush.TestSupport.Engine;

/// <summary>Options out of an in-memory configuration that begins with one good app, <c>shop</c>.</summary>
internal sealed class Configured : IDisposable
{
    public const string GoodKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly ConfigurationManager _configuration = new();
    private readonly ServiceProvider _services;

    public Configured(params (string Key, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>
        {
            ["WeChatPush:Apps:shop:AppId"] = "wx0123456789abcdef",
            ["WeChatPush:Apps:shop:Token"] = "shoptoken",
        };
        foreach (var (key, value) in changes)
            values[$"WeChatPush:{key}"] = value;
        _configuration.AddInMemoryCollection(values);

        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(Log)));
        services.AddWeChatPushOptions(_configuration);
        _services = services.BuildServiceProvider();
    }

    public FakeLogCollector Log { get; } = new();

    public IOptionsMonitor<WeChatPushOptions> Monitor => _services.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>();

    public WeChatPushOptions Options => Monitor.CurrentValue;

    public AppOptions Shop => Options.Apps["shop"];

    /// <summary>The errors of a configuration, without <c>WeChatPush:</c> in front.</summary>
    public static IReadOnlyList<string> Errors(params (string Key, string? Value)[] changes)
    {
        using var configured = new Configured(changes);
        var error = Should.Throw<OptionsValidationException>(() => _ = configured.Options);
        error.Failures.ShouldAllBe(line => line.StartsWith("WeChatPush:", StringComparison.Ordinal));
        return [.. error.Failures.Select(line => line["WeChatPush:".Length..])];
    }

    public void Change(string key, string? value)
    {
        _configuration[$"WeChatPush:{key}"] = value;
        ((IConfigurationRoot)_configuration).Reload();
    }

    public void Dispose()
    {
        _services.Dispose();
        _configuration.Dispose();
    }
}
