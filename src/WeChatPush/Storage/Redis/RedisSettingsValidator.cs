using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WeChatPush.Storage.Redis;

/// <summary>Lists a connection string that cannot be used among the other errors of the configuration.</summary>
internal sealed class RedisSettingsValidator(IConfiguration? configuration = null) : IValidateOptions<WeChatPushOptions>
{
    public ValidateOptionsResult Validate(string? name, WeChatPushOptions options) =>
        RedisSettings.Find(configuration) is { } text && !RedisSettings.TryRead(text, out _, out var complaint)
            ? ValidateOptionsResult.Fail($"{RedisSettings.Key} {complaint}")
            : ValidateOptionsResult.Success;
}
