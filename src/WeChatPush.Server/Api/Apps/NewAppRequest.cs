namespace WeChatPush.Server.Api.Apps;

/// <summary>
/// A new app: its name, and the settings of the configuration in camelCase. A token and a key that its entrance needs and that are
/// left out are made, and stand in the answer once.
/// </summary>
internal sealed class NewAppRequest : AppOptions
{
    /// <summary>The name in the push URL: 1 to 32 of a-z, 0-9 and '-'.</summary>
    public required string Name { get; set; }
}
