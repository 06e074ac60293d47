namespace WeChatPush.Server.Observability;

/// <summary>
/// What the standard variables of OpenTelemetry say about whether anything is exported. How it is exported (protocol,
/// headers, intervals, resource, sampling) the exporter reads from them itself.
/// </summary>
internal sealed record OtlpSettings(bool Metrics, bool Traces)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Reads them. Without an endpoint nothing is exported: there is no collector to be expected nearby.</summary>
    public static OtlpSettings Read(IConfiguration configuration)
    {
        var isOff = bool.TryParse(configuration["OTEL_SDK_DISABLED"], out var disabled) && disabled;
        return new(
            !isOff && IsOn(configuration, "METRICS"),
            !isOff && IsOn(configuration, "TRACES"));
    }

    private static bool IsOn(IConfiguration configuration, string signal)
    {
        var exporter = configuration[$"OTEL_{signal}_EXPORTER"];
        var hasEndpoint = !string.IsNullOrEmpty(configuration[Endpoint])
            || !string.IsNullOrEmpty(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]);
        return string.IsNullOrEmpty(exporter)
            ? hasEndpoint
            : exporter.Split(',', StringSplitOptions.TrimEntries).Contains("otlp", StringComparer.OrdinalIgnoreCase);
    }
}
