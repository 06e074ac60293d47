namespace WeChatPush.Telemetry;

/// <summary>Something that is asked for now and then how large it is.</summary>
internal interface IGauge
{
    /// <summary>Its name, of <see cref="TelemetryNames"/>.</summary>
    string Name { get; }

    /// <summary>What it counts, such as <c>{push}</c>.</summary>
    string Unit { get; }

    /// <summary>Its description, in a sentence.</summary>
    string Description { get; }

    /// <summary>The current value. Only asked for while a listener is attached.</summary>
    /// <exception cref="Storage.StoreUnavailableException">It cannot be read now.</exception>
    ValueTask<IReadOnlyList<GaugeReading>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>One figure of a gauge, with its tags.</summary>
internal readonly record struct GaugeReading(long Value, params KeyValuePair<string, object?>[] Tags);
