namespace WeChatPush;

/// <summary>
/// With what the secrets of stored apps are sealed: those that are made through the admin API. What the configuration holds
/// is not stored.
/// </summary>
public sealed class SecretsOptions
{
    /// <summary>
    /// The key: base64 of 32 random bytes (<c>openssl rand -base64 32</c>), the same for every instance. <see langword="null"/>:
    /// on the embedded store one is made at first start, in <c>secret-key</c> of the data directory; on Redis no app can be
    /// stored. Never logged.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>
    /// Keys that still open what was sealed with them. To change the key, first give the new one to every instance here, then
    /// exchange the two: what is stored is sealed anew at the start of an instance. Never logged.
    /// </summary>
    public IList<string> PreviousKeys { get; set; } = [];
}
