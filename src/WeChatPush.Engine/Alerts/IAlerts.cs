namespace WeChatPush.Alerts;

/// <summary>Where alerts are sent. Those of the configuration are only read here; the others are stored, for all instances.</summary>
public interface IAlerts
{
    /// <summary>All destinations, those of the configuration first.</summary>
    IReadOnlyList<AlertTarget> List();

    /// <summary>The version of the stored ones; 0: there never were any.</summary>
    long Version { get; }

    /// <summary>Replaces the stored destinations. A name that is stored keeps the address and the secret that are left out.</summary>
    /// <param name="targets">The new ones; each has a name. An empty secret takes the present one away.</param>
    /// <param name="expected">The version that is replaced.</param>
    /// <param name="cancellationToken">Gives up; whether it was changed is unknown then.</param>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<AlertChange> ReplaceAsync(IReadOnlyList<AlertOptions> targets, long? expected, CancellationToken cancellationToken);

    /// <summary>Sends a test message now, once.</summary>
    /// <param name="name">To the destination of that name; <see langword="null"/>: to all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of it at each; empty: there is no such destination.</returns>
    ValueTask<IReadOnlyList<AlertDelivery>> TestAsync(string? name, CancellationToken cancellationToken);
}

/// <summary>A destination, without its key and secret.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What is there.</param>
/// <param name="Url">The address, masked beyond the host: the rest holds the robot's key.</param>
/// <param name="HasSecret">Whether it is signed for.</param>
/// <param name="On">Of what alerts go there.</param>
/// <param name="IsStored">Whether it is stored, and not of the configuration.</param>
public sealed record AlertTarget(
    string Name, AlertDestinationKind Kind, string Url, bool HasSecret, IReadOnlyList<AlertKind> On, bool IsStored);

/// <summary>How a change of the stored destinations ended.</summary>
public enum AlertChangeOutcome
{
    /// <summary>It is in force.</summary>
    Done,

    /// <summary>They would be wrong: <see cref="AlertChange.Errors"/>.</summary>
    Invalid,

    /// <summary>They were changed meanwhile.</summary>
    VersionMismatch,

    /// <summary>There is nothing to seal them with: WeChatPush:Secrets:Key is not set.</summary>
    NoSealingKey,
}

/// <summary>What became of a change.</summary>
public sealed record AlertChange(AlertChangeOutcome Outcome)
{
    /// <summary>The version after it, or the one that was found in its way.</summary>
    public long Version { get; init; }

    /// <summary>What is wrong, by field (<c>items[0].url</c>).</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>The stored destinations before it.</summary>
    public IReadOnlyList<AlertTarget> Before { get; init; } = [];

    /// <summary>The stored destinations after it.</summary>
    public IReadOnlyList<AlertTarget> After { get; init; } = [];
}
