namespace WeChatPush.Stats;

/// <summary>What was counted, in slots of <see cref="StatSlots.Length"/>. There is nothing of a user in it.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.</remarks>
internal interface IStatStore
{
    /// <summary>Writes rows; each takes the place of the one with the same app, slot and instance.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="keep">For how long they are kept at least.</param>
    /// <param name="cancellationToken">The host stops.</param>
    ValueTask WriteAsync(IReadOnlyCollection<StatRow> rows, TimeSpan keep, CancellationToken cancellationToken);

    /// <summary>The rows of an app whose slot begins from <paramref name="from"/> on and before <paramref name="to"/>.</summary>
    ValueTask<IReadOnlyList<StatRow>> ReadAsync(
        string app, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Writes that an instance started.</summary>
    ValueTask NoteRestartAsync(StatRestart restart, CancellationToken cancellationToken);

    /// <summary>The starts from <paramref name="from"/> on and before <paramref name="to"/>, oldest first; the newest 1000.</summary>
    ValueTask<IReadOnlyList<StatRestart>> ReadRestartsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Forgets up to <paramref name="max"/> rows and starts before a time; returns how many.</summary>
    ValueTask<int> SweepAsync(DateTimeOffset before, int max, CancellationToken cancellationToken);
}

/// <summary>What one run of the program counted for an app in a slot until now.</summary>
/// <param name="App">The app.</param>
/// <param name="At">When the slot begins.</param>
/// <param name="Instance">The run; another one after each start.</param>
/// <param name="Content">The figures (<see cref="StatFigures.Write"/>).</param>
internal sealed record StatRow(string App, DateTimeOffset At, string Instance, byte[] Content);
