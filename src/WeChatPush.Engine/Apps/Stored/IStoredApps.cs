using System.Text.Json.Nodes;

namespace WeChatPush.Apps;

/// <summary>
/// Makes and changes the apps of the store, at run time, for all instances. An app of the configuration is only read here. What
/// is written is checked as the configuration is at the start; every instance has it in force within a second, this one at once.
/// </summary>
/// <remarks>
/// Settings are JSON: the names of the configuration in camelCase. Every member throws
/// <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
public interface IStoredApps
{
    /// <summary>What is known of a stored app beside its settings; <see langword="null"/>: no app of that name is stored.</summary>
    ValueTask<StoredApp?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores a new app. A token and a key that its entrance needs and that are not given are made.</summary>
    ValueTask<AppChange> CreateAsync(string name, JsonObject settings, CancellationToken cancellationToken);

    /// <summary>Changes settings as a JSON merge patch does (RFC 7396): null takes a setting away, a list is replaced.</summary>
    /// <param name="name">The app.</param>
    /// <param name="patch">The changes.</param>
    /// <param name="expected">The version it must have; <see langword="null"/>: whichever it has.</param>
    /// <param name="cancellationToken">Gives up; whether it was changed is unknown then.</param>
    ValueTask<AppChange> ChangeAsync(string name, JsonObject patch, long? expected, CancellationToken cancellationToken);

    /// <summary>Puts the rules back that were in force before those of now; what they take the place of can be put back likewise.</summary>
    ValueTask<AppChange> UndoRulesAsync(string name, long? expected, CancellationToken cancellationToken);

    /// <summary>Exchanges a secret: the new value and the old one are live until <see cref="FinishRotationAsync"/>.</summary>
    ValueTask<AppChange> RotateAsync(string name, RotatedSecret what, CancellationToken cancellationToken);

    /// <summary>Ends the life of the old values.</summary>
    ValueTask<AppChange> FinishRotationAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes an app. Its data stays.</summary>
    ValueTask<AppChange> RemoveAsync(string name, long? expected, CancellationToken cancellationToken);
}

/// <summary>A stored app, beside its settings.</summary>
/// <param name="Name">The name in the push URL.</param>
/// <param name="Version">Which version is stored; a change names the one it is of.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Settings">The settings that were given, secrets masked.</param>
/// <param name="Rotations">Secrets of which two values are live, and since when.</param>
/// <param name="EarlierRules">Since when earlier rules are no longer in force, the newest first, secrets masked.</param>
public sealed record StoredApp(
    string Name,
    long Version,
    DateTimeOffset CreatedAt,
    JsonObject Settings,
    IReadOnlyDictionary<string, DateTimeOffset> Rotations,
    IReadOnlyList<EarlierRules> EarlierRules);

/// <summary>Rules that were in force before.</summary>
/// <param name="Until">When others took their place.</param>
/// <param name="Rules">The rules, secrets masked.</param>
public sealed record EarlierRules(DateTimeOffset Until, IReadOnlyList<RuleOptions> Rules);

/// <summary>A secret that can be exchanged while both values are live.</summary>
public enum RotatedSecret
{
    /// <summary>The Token (令牌).</summary>
    Token,

    /// <summary>The EncodingAESKey (消息加密密钥).</summary>
    EncodingAesKey,

    /// <summary>The secret of the relay in a cloud function.</summary>
    RelaySecret,
}

/// <summary>How a change of an app ended.</summary>
public enum AppChangeOutcome
{
    /// <summary>It is in force.</summary>
    Done,

    /// <summary>The app would be wrong: <see cref="AppChange.Errors"/>.</summary>
    Invalid,

    /// <summary>There is an app of this name.</summary>
    Exists,

    /// <summary>The app is one of the configuration, which is changed there.</summary>
    Configured,

    /// <summary>There is no app of this name.</summary>
    NotFound,

    /// <summary>The app was changed meanwhile: <see cref="AppChange.Version"/> is its version now.</summary>
    VersionMismatch,

    /// <summary>There is nothing to seal its secrets with: WeChatPush:Secrets:Key is not set.</summary>
    NoSealingKey,

    /// <summary>As many apps are stored as may be.</summary>
    Full,

    /// <summary>There is nothing to be done: no rotation is under way, or no earlier rules are known.</summary>
    Nothing,
}

/// <summary>What became of a change.</summary>
public sealed record AppChange(AppChangeOutcome Outcome)
{
    /// <summary>The version after it, or the one that was found in its way.</summary>
    public long? Version { get; init; }

    /// <summary>What is wrong, by field (<c>rules[0].send.text</c>).</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>The settings before it, secrets masked.</summary>
    public JsonObject? Before { get; init; }

    /// <summary>The settings after it, secrets masked.</summary>
    public JsonObject? After { get; init; }

    /// <summary>The secrets that were made, by the name of their setting. Nothing shows them again.</summary>
    public IReadOnlyDictionary<string, string> MadeSecrets { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
