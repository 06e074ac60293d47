using WeChatPush.Coordination;

namespace WeChatPush.Records;

/// <summary>Removals of records that have been told for long enough.</summary>
internal sealed class RecordSweep(IRecordStore records) : ISweep
{
    /// <inheritdoc/>
    public string What => "Removed apps and keys";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await records.SweepAsync(max, cancellationToken) >= max;
}
