namespace WeChatPush.Alerts;

/// <summary>One message of an alert: of one kind, and of all the apps that it concerns at the moment.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="IsOver">Whether it says that it is over.</param>
/// <param name="Apps">The apps, those of the earliest first; an empty name stands for the whole server.</param>
/// <param name="Since">Since when the first of them is so.</param>
internal sealed record AlertMessage(AlertKind Kind, bool IsOver, IReadOnlyList<string> Apps, DateTimeOffset Since)
{
    /// <summary>How many apps a message names; of more it says how many there are.</summary>
    public const int MaxNamed = 10;

    /// <summary>Whether it was said before, and lasts.</summary>
    public bool IsReminder { get; init; }

    /// <summary>How many dead letters, spooled pushes or events; <see langword="null"/>: not counted.</summary>
    public long? Count { get; init; }

    /// <summary>A word about the cause: WeChat's code, the event, or how the store is away.</summary>
    public string? Detail { get; init; }

    /// <summary>The instance that it is about; <see langword="null"/>: all of them.</summary>
    public string? Instance { get; init; }

    /// <summary>The apps that are named.</summary>
    public IEnumerable<string> Named => Apps.Where(app => app.Length > 0).Take(MaxNamed);
}
