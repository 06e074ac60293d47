using WeChatPush.Apps;
using WeChatPush.Records;

namespace WeChatPush.Alerts;

/// <summary>Shows, changes and tries out where alerts are sent.</summary>
internal sealed class AlertManager(
    IRecordStore store, RecordSeal seal, RecordWatch watch, AlertRecords records, AlertDestinations destinations, AlertSender sender)
    : IAlerts
{
    private const string Items = "items";

    /// <inheritdoc/>
    public long Version => records.Destinations.Version ?? 0;

    /// <inheritdoc/>
    public IReadOnlyList<AlertTarget> List() => [.. destinations.List().Select(Describe)];

    /// <inheritdoc/>
    public async ValueTask<AlertChange> ReplaceAsync(
        IReadOnlyList<AlertOptions> targets, long? expected, CancellationToken cancellationToken)
    {
        if (!seal.CanSeal)
            return new(AlertChangeOutcome.NoSealingKey);

        // What is kept must be of the version that is replaced.
        await watch.RefreshAsync(cancellationToken);
        var present = records.Destinations;
        if (expected is { } version && version != (present.Version ?? 0))
            return new(AlertChangeOutcome.VersionMismatch) { Version = present.Version ?? 0 };
        var completed = targets.Select(target => Complete(target, present.Items)).ToList();
        if (FindErrors(completed) is { Count: > 0 } errors)
            return new(AlertChangeOutcome.Invalid) { Errors = errors };
        var content = seal.Seal(AlertRecords.DestinationsKey, AlertDocument.Write(completed));
        var write = await store.WriteAsync(AlertRecords.DestinationsKey, content, present.Version, cancellationToken);
        await watch.RefreshAsync(cancellationToken);
        return new(write.Written ? AlertChangeOutcome.Done : AlertChangeOutcome.VersionMismatch)
        {
            Version = write.Version ?? 0,
            Before = [.. present.Items.Select(Describe)],
            After = [.. completed.Select((item, i) => Describe(AlertDestination.From(item, i, isStored: true)))],
        };
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AlertDelivery>> TestAsync(string? name, CancellationToken cancellationToken) =>
        await sender.TestAsync(destinations.List().Where(target => name is null || target.Name == name), cancellationToken);

    private static AlertOptions Complete(AlertOptions given, IReadOnlyList<AlertDestination> present)
    {
        var known = present.FirstOrDefault(target => target.Name == given.Name);
        return new()
        {
            Name = given.Name,
            Kind = given.Kind,
            Url = given.Url ?? known?.Url,
            Secret = given.Secret switch { null => known?.Secret, "" => null, var secret => secret },
            On = given.On,
        };
    }

    private Dictionary<string, string[]> FindErrors(List<AlertOptions> targets)
    {
        var errors = new List<string>();
        AlertOptionsValidator.Validate(targets, new(Items, errors));
        var found = errors.Select(error => (Field: error[..error.IndexOf(": ", StringComparison.Ordinal)], Text: error)).ToList();
        var configured = destinations.Configured().Select(target => target.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < targets.Count; i++)
        {
            if (targets[i].Name is not { } name)
                found.Add(($"{Items}:{i}:Name", ": is missing"));
            else if (configured.Contains(name))
                found.Add(($"{Items}:{i}:Name", ": is the name of one of the configuration"));
        }

        return found.GroupBy(error => AppErrors.ToField(error.Field), error => error.Text[(error.Text.IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.'), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    private static AlertTarget Describe(AlertDestination target) => new(
        target.Name,
        target.Kind,
        $"{target.Host}/{AppSecrets.Mask}",
        target.Secret is not null,
        target.On ?? Enum.GetValues<AlertKind>(),
        target.IsStored);
}
