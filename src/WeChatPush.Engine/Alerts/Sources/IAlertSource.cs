namespace WeChatPush.Alerts;

/// <summary>Finds out what is wrong, from what is known already.</summary>
internal interface IAlertSource
{
    /// <summary>What it looks for.</summary>
    AlertKind Kind { get; }

    /// <summary>
    /// Looks. What it found must come again until <see cref="Applied"/> is called, if it is an event; a condition comes as long
    /// as it lasts.
    /// </summary>
    /// <param name="open">The apps of which an alert of the kind is open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<IReadOnlyList<AlertFinding>> LookAsync(IReadOnlyCollection<string> open, CancellationToken cancellationToken);

    /// <summary>What the last look found is taken over.</summary>
    void Applied()
    {
    }
}
