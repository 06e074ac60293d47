using Microsoft.Extensions.Options;

namespace WeChatPush.Sqlite.Storage;

/// <summary>Lists what is set for a shared store and would do nothing here.</summary>
internal sealed class EmbeddedStoreValidator : IValidateOptions<WeChatPushOptions>
{
    public ValidateOptionsResult Validate(string? name, WeChatPushOptions options) => options.Receiving.MinReplicas == 0
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"WeChatPush:Receiving:MinReplicas: is {options.Receiving.MinReplicas}, but the embedded store has no replicas. Set "
            + "ConnectionStrings:Redis, or remove it.");
}
