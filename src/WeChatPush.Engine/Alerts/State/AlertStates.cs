using WeChatPush.Records;

namespace WeChatPush.Alerts;

/// <summary>The fleet's state of alerts, changed by one instance at a time: who writes must have seen what is written.</summary>
internal sealed class AlertStates(IRecordStore store, RecordWatch watch, AlertRecords records)
{
    private const int MaxTries = 5;

    /// <summary>Whether there is nothing in the state, as far as this instance knows.</summary>
    public bool IsEmpty => records.State.IsEmpty;

    /// <summary>The state, as far as this instance knows; a copy.</summary>
    public AlertState Read() => records.State.Read();

    /// <summary>
    /// Changes the state. <paramref name="edit"/> gets a copy of its own, and again one if another instance was faster; it answers
    /// whether there is something to be written.
    /// </summary>
    /// <returns>False: others were faster each time, and nothing was changed.</returns>
    /// <exception cref="Storage.StoreUnavailableException">It is not known whether it was changed.</exception>
    public async ValueTask<bool> ChangeAsync(Func<AlertState, bool> edit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxTries; attempt++)
        {
            var stored = records.State;
            var state = stored.Read();
            if (!edit(state))
                return true;
            var written = state.IsEmpty && stored.Version is { } version
                ? await store.RemoveAsync(AlertRecords.StateKey, version, cancellationToken)
                : await store.WriteAsync(AlertRecords.StateKey, state.ToBytes(), stored.Version, cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            if (written.Written)
                return true;
        }

        return false;
    }
}
