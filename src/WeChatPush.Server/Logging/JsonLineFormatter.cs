using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;

namespace WeChatPush.Server.Logging;

/// <summary>One JSON object per line, with the names of the compact log event format: <c>@t @l @m @x @tr @sp</c>.</summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    private readonly JsonValueFormatter _values = new(typeTagName: null);
    private readonly MessageTemplateTextFormatter _message = new("{Message:l}", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write("{\"@t\":\"");
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        output.Write("\",\"@l\":\"");
        output.Write(logEvent.Level);
        output.Write('"');
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        _message.Format(logEvent, message);
        WriteText("@m", message.ToString(), output);
        if (logEvent.Exception is not null)
            WriteText("@x", logEvent.Exception.ToString(), output);
        if (logEvent.TraceId is { } trace)
            WriteText("@tr", trace.ToHexString(), output);
        if (logEvent.SpanId is { } span)
            WriteText("@sp", span.ToHexString(), output);

        foreach (var (name, value) in logEvent.Properties)
        {
            output.Write(',');
            // A name of our own must not be taken for one of the format's.
            JsonValueFormatter.WriteQuotedJsonString(name.StartsWith('@') ? "@" + name : name, output);
            output.Write(':');
            _values.Format(value, output);
        }

        output.WriteLine('}');
    }

    private static void WriteText(string name, string text, TextWriter output)
    {
        output.Write(",\"");
        output.Write(name);
        output.Write("\":");
        JsonValueFormatter.WriteQuotedJsonString(text, output);
    }
}
