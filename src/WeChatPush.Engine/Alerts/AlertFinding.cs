namespace WeChatPush.Alerts;

/// <summary>What a look found out about an app. It holds nothing of a user.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="App">The app; empty: the whole server.</param>
/// <param name="Since">Since when, as far as is known.</param>
internal sealed record AlertFinding(AlertKind Kind, string App, DateTimeOffset Since)
{
    /// <summary>How many there are now, or, with <see cref="Adds"/>, how many more.</summary>
    public long? Count { get; init; }

    /// <summary>Whether the count comes on top of what was found before.</summary>
    public bool Adds { get; init; }

    /// <inheritdoc cref="AlertMessage.Detail"/>
    public string? Detail { get; init; }

    /// <summary>Whether it is known to be over.</summary>
    public bool IsOver { get; init; }
}
