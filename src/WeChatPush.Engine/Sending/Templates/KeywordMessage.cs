using System.Buffers;
using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>A message made of a template and the values of its keywords, as both kinds of it are.</summary>
internal sealed record KeywordMessage
{
    /// <summary>The user's openid.</summary>
    public required string ToUser { get; init; }

    /// <summary>The template.</summary>
    public required string TemplateId { get; init; }

    /// <summary>Where a tap on the message leads; <see langword="null"/>: nowhere.</summary>
    public string? Page { get; init; }

    /// <summary>The value of each keyword, by its key in the template, such as <c>thing1</c>.</summary>
    public required IReadOnlyDictionary<string, string> Data { get; init; }

    /// <summary>WeChat's word for the version that a tap opens; <see langword="null"/>: none.</summary>
    public string? MiniProgramState { get; init; }

    /// <summary>WeChat's word for the language; <see langword="null"/>: none.</summary>
    public string? Lang { get; init; }

    /// <summary>What to wait for when it is the user's turn; <see langword="null"/>: nothing.</summary>
    public Func<CancellationToken, ValueTask>? Cue { get; init; }

    /// <summary>What is noted right before the message is written; <see langword="null"/>: nothing.</summary>
    public ISendNote? Note { get; init; }

    /// <summary>The JSON that WeChat takes.</summary>
    /// <param name="formId">The formId to send with; only template messages have one.</param>
    public ReadOnlyMemory<byte> Write(string? formId)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, WeChatJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("touser"u8, ToUser);
        writer.WriteString("template_id"u8, TemplateId);
        if (!string.IsNullOrEmpty(Page))
            writer.WriteString("page"u8, Page);
        if (formId is not null)
            writer.WriteString("form_id"u8, formId);
        if (MiniProgramState is not null)
            writer.WriteString("miniprogram_state"u8, MiniProgramState);
        if (Lang is not null)
            writer.WriteString("lang"u8, Lang);
        writer.WriteStartObject("data"u8);
        foreach (var (key, value) in Data)
        {
            writer.WriteStartObject(key);
            writer.WriteString("value"u8, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
