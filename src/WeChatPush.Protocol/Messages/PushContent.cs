namespace WeChatPush.Protocol;

/// <summary>
/// A clear or decrypted body that is read once: its header at once, all its fields when they are first asked for. Identity,
/// policy and routing share it.
/// </summary>
public sealed class PushContent
{
    private PushMessage? _message;

    /// <summary>Takes a body whose header was read.</summary>
    /// <param name="header">What <see cref="PushReader.ReadHeader"/> gave.</param>
    /// <param name="body">The body. The content refers to it, so it must not be reused.</param>
    internal PushContent(in PushHeader header, ReadOnlyMemory<byte> body) => (Header, Body) = (header, body);

    /// <summary>The fields that every push has.</summary>
    public PushHeader Header { get; }

    /// <summary>The body, to the letter.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The push with all its fields; reads them the first time.</summary>
    public PushMessage Message => _message ??= PushReader.ReadFields(Header, Body);

    /// <summary>Whether a caller has asked for the fields.</summary>
    public bool IsRead => _message is not null;

    /// <summary>Reads the header of a body.</summary>
    /// <param name="body">The clear or decrypted body.</param>
    /// <param name="content">The content; <see langword="null"/> without success.</param>
    public static ReadOutcome Read(ReadOnlyMemory<byte> body, out PushContent? content)
    {
        var outcome = PushReader.ReadHeader(body.Span, out var header);
        content = outcome == ReadOutcome.Ok ? new PushContent(header, body) : null;
        return outcome;
    }
}
