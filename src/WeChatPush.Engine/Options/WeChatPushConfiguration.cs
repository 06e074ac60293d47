using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPush;

/// <summary>How <see cref="WeChatPushOptions"/> come from the configuration: read, checked, reloaded.</summary>
internal static class WeChatPushConfiguration
{
    /// <summary>
    /// Reads the section <c>WeChatPush</c> of the configuration, once at start, where every error stops the host with all
    /// of them listed (<see cref="OptionsValidationException"/>), and again whenever it changes.
    /// </summary>
    public static IServiceCollection AddWeChatPushOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WeChatPushOptions>().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WeChatPushOptions>, WeChatPushOptionsValidator>());
        services.TryAddSingleton<IOptionsFactory<WeChatPushOptions>>(provider => new WeChatPushOptionsFactory(
            configuration,
            provider.GetServices<IConfigureOptions<WeChatPushOptions>>(),
            provider.GetServices<IPostConfigureOptions<WeChatPushOptions>>(),
            provider.GetServices<IValidateOptions<WeChatPushOptions>>(),
            provider.GetRequiredService<ILogger<WeChatPushOptions>>()));
        services.AddSingleton<IOptionsChangeTokenSource<WeChatPushOptions>>(
            new ConfigurationChangeTokenSource<WeChatPushOptions>(Options.DefaultName, configuration));
        return services;
    }
}
