using Microsoft.Extensions.Options;

namespace WeChatPush.Redis.Connection;

/// <summary>Lists a connection string that cannot be used among the other errors of the configuration.</summary>
internal sealed class RedisSettingsValidator(string text) : IValidateOptions<WeChatPushOptions>
{
    public ValidateOptionsResult Validate(string? name, WeChatPushOptions options) =>
        RedisSettings.TryRead(text, out _, out var complaint)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{RedisSettings.Key}: {complaint}");
}
