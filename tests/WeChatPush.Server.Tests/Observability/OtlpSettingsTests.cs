using Microsoft.Extensions.Configuration;
using WeChatPush.Server.Observability;

namespace WeChatPush.Server.Tests.Observability;

public sealed class OtlpSettingsTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true, "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317")]
    [InlineData(true, false, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector:4317")]
    [InlineData(false, true, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector:4317")]
    [InlineData(true, true, "OTEL_METRICS_EXPORTER=otlp", "OTEL_TRACES_EXPORTER=console, OTLP")]
    [InlineData(true, false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", "OTEL_TRACES_EXPORTER=none")]
    [InlineData(false, false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", "OTEL_SDK_DISABLED=true")]
    [InlineData(false, false, "OTEL_METRICS_EXPORTER=otlp", "OTEL_SDK_DISABLED=TRUE")]
    public void Read_WhenTheVariablesAreSet_SaysWhatIsExported(bool metrics, bool traces, params string[] variables)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(variable => variable.Split('=', 2))
                .Select(parts => KeyValuePair.Create(parts[0], (string?)parts[1])))
            .Build();

        OtlpSettings.Read(configuration).ShouldBe(new OtlpSettings(metrics, traces));
    }
}
