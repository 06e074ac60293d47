namespace WeChatPush.Records;

/// <summary>
/// What an instance remembers on its own disk of the shared store's records, so that it knows its apps when it starts while the
/// store is away, and takes their pushes into the spool.
/// </summary>
internal interface IRecordCopy
{
    /// <summary>Everything that was remembered.</summary>
    ValueTask<IReadOnlyList<StoredRecord>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Remembers changes; a removed record is forgotten.</summary>
    ValueTask SaveAsync(IReadOnlyList<StoredRecord> changes, CancellationToken cancellationToken);
}
