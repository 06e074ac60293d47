using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPush;

/// <summary>
/// Makes the options out of the configuration, again after every reload. What is wrong at the start stops the process;
/// what is wrong after a reload is logged, and the options in force stay in force.
/// </summary>
internal sealed partial class WeChatPushOptionsFactory(
    IConfiguration configuration,
    IEnumerable<IConfigureOptions<WeChatPushOptions>> configures,
    IEnumerable<IPostConfigureOptions<WeChatPushOptions>> postConfigures,
    IEnumerable<IValidateOptions<WeChatPushOptions>> validators,
    ILogger<WeChatPushOptions> logger)
    : IOptionsFactory<WeChatPushOptions>
{
    private readonly Lock _gate = new();
    private WeChatPushOptions? _inForce;
    private string _lastWarnings = "";
    private string _lastErrors = "";
    private string _lastUnknownApps = "";

    /// <inheritdoc/>
    public WeChatPushOptions Create(string name)
    {
        lock (_gate)
        {
            var reader = new ConfigurationReader();
            var options = Read(reader, name);
            var errors = reader.Errors.Concat(Validate(name, options).Where(line => !reader.Covers(line))).ToList();
            var warnings = string.Join(Environment.NewLine, reader.Warnings);
            if (warnings.Length > 0 && warnings != _lastWarnings)
                LogWarnings(logger, warnings);
            _lastWarnings = warnings;

            if (errors.Count == 0)
                Accept(options);
            else if (_inForce is null)
                throw new OptionsValidationException(name, typeof(WeChatPushOptions), errors);
            else
                Refuse(string.Join(Environment.NewLine, errors));
            return _inForce;
        }
    }

    private WeChatPushOptions Read(ConfigurationReader reader, string name)
    {
        var options = new WeChatPushOptions();
        reader.ReadInto(options, configuration.GetSection(WeChatPushOptions.SectionName));
        foreach (var configure in configures)
        {
            if (configure is IConfigureNamedOptions<WeChatPushOptions> named)
                named.Configure(name, options);
            else
                configure.Configure(options);
        }

        foreach (var configure in postConfigures)
            configure.PostConfigure(name, options);
        return options;
    }

    private IEnumerable<string> Validate(string name, WeChatPushOptions options) =>
        validators.Select(validator => validator.Validate(name, options))
            .Where(result => result.Failed)
            .SelectMany(result => result.Failures ?? []);

    [MemberNotNull(nameof(_inForce))]
    private void Accept(WeChatPushOptions options)
    {
        if (_lastErrors.Length > 0)
            LogAccepted(logger);
        if (options.Apps.Count == 0 && _inForce is not { Apps.Count: 0 })
            LogNoApps(logger);
        var unknown = string.Join(Environment.NewLine, AdminKeyOptionsValidator.FindUnknownApps(options));
        if (unknown.Length > 0 && unknown != _lastUnknownApps)
            LogUnknownApps(logger, unknown);
        (_lastUnknownApps, _lastErrors, _inForce) = (unknown, "", options);
    }

    private void Refuse(string errors)
    {
        // One change of a file is announced more than once.
        if (errors != _lastErrors)
            LogRefused(logger, errors);
        _lastErrors = errors;
    }

    [LoggerMessage(110, LogLevel.Warning, "The configuration has keys that nothing reads:\n{Keys}")]
    private static partial void LogWarnings(ILogger logger, string keys);

    [LoggerMessage(111, LogLevel.Error, "The changed configuration is wrong; the one before stays in force:\n{Errors}")]
    private static partial void LogRefused(ILogger logger, string errors);

    [LoggerMessage(112, LogLevel.Information, "The changed configuration is right again and in force.")]
    private static partial void LogAccepted(ILogger logger);

    [LoggerMessage(113, LogLevel.Warning, "No app is configured in WeChatPush:Apps: every push is answered 404.")]
    private static partial void LogNoApps(ILogger logger);

    [LoggerMessage(114, LogLevel.Warning,
        "Keys of the admin API are for apps that are not configured; they will be good for those if they are stored:\n{Keys}")]
    private static partial void LogUnknownApps(ILogger logger, string keys);
}
