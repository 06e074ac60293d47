using System.Text;

namespace WeChatPush.Protocol;

/// <summary>Collects the envelope while a body is walked over.</summary>
internal struct EnvelopeFields(ReadOnlyMemory<byte> document)
{
    private readonly ReadOnlyMemory<byte> _document = document;
    private ReadOnlyMemory<byte> _encrypt;
    private string? _toUserName;
    private bool _encryptSeen;
    private bool _hasClearFields;

    /// <summary>Whether there was any field at all.</summary>
    public bool HasContent { get; private set; }

    /// <summary>
    /// Notes that a field begins and returns which; false for a second <c>Encrypt</c>, because it is not known which
    /// counts.
    /// </summary>
    public bool TryBegin(ReadOnlySpan<byte> name, out EnvelopeField field)
    {
        field = name.Length switch
        {
            7 when name.SequenceEqual("Encrypt"u8) => EnvelopeField.Encrypt,
            7 when name.SequenceEqual("AgentID"u8) => EnvelopeField.AgentId,
            10 when name.SequenceEqual("ToUserName"u8) => EnvelopeField.ToUserName,
            _ => EnvelopeField.Clear,
        };

        HasContent = true;
        _hasClearFields |= field == EnvelopeField.Clear;
        if (field != EnvelopeField.Encrypt)
            return true;

        var first = !_encryptSeen;
        _encryptSeen = true;
        return first;
    }

    /// <summary>Keeps the field's value.</summary>
    /// <param name="field">What <see cref="TryBegin"/> returned.</param>
    /// <param name="text">The value without escapes.</param>
    /// <param name="offset">Where it stands in the document; -1 if it does not stand there as it is.</param>
    public void Set(EnvelopeField field, ReadOnlySpan<byte> text, int offset)
    {
        if (text.IsEmpty)
            return;

        if (field == EnvelopeField.Encrypt)
            _encrypt = offset < 0 ? text.ToArray() : _document.Slice(offset, text.Length);
        else if (field == EnvelopeField.ToUserName)
            _toUserName ??= Encoding.UTF8.GetString(text);
    }

    /// <summary>The envelope as far as it was there.</summary>
    public readonly PushEnvelope ToEnvelope(PushFormat format) => new()
    {
        Format = format,
        Encrypt = _encrypt,
        ToUserName = _toUserName,
        HasClearFields = _hasClearFields,
    };
}
