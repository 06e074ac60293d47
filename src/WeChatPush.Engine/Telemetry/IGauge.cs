using WeChatPush.Storage;

namespace WeChatPush.Telemetry;

/// <summary>Something that is asked for now and then how large it is.</summary>
internal interface IGauge
{
    /// <summary>Its name, of <see cref="TelemetryNames"/>.</summary>
    string Name { get; }

    /// <summary>What it counts, such as <c>{push}</c>.</summary>
    string Unit { get; }

    /// <summary>What it says, in a sentence.</summary>
    string Description { get; }

    /// <summary>How large it is. Only asked while somebody listens.</summary>
    /// <exception cref="Storage.StoreUnavailableException">It cannot be said now.</exception>
    ValueTask<IReadOnlyList<GaugeReading>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>One figure of a gauge, with its tags.</summary>
internal readonly record struct GaugeReading(long Value, params KeyValuePair<string, object?>[] Tags);
