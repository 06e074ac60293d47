using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace WeChatPush.Records;

/// <summary>
/// Seals records that hold secrets: AES-256-GCM, bound to the record's name, so that one cannot be put in the place of another.
/// </summary>
/// <remarks>
/// A sealed record is: a byte 1 (the form), the id of the key (8 bytes), the nonce (12), the text, the tag (16). The nonce is
/// random: with fewer than 2^32 records of one key none comes twice.
/// </remarks>
internal sealed class RecordSeal(IOptionsMonitor<WeChatPushOptions> options, ISealingKeyFile? file = null)
{
    private const byte Form = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + SealingKey.IdSize + NonceSize;

    private volatile KeySet? _keys;

    /// <summary>Whether there is a key to seal with.</summary>
    public bool CanSeal => Keys.Current is not null;

    /// <summary>Where the key is to be given.</summary>
    public static string Setting => "WeChatPush:Secrets:Key";

    private KeySet Keys
    {
        get
        {
            var current = options.CurrentValue.Secrets;
            if (_keys is { } keys && ReferenceEquals(keys.Source, current))
                return keys;
            return _keys = Load(current);
        }
    }

    /// <summary>Makes the key of the data directory, if that is where it is to be and there is none.</summary>
    /// <exception cref="SecretKeyException">There is a file that is no key.</exception>
    public void EnsureKey()
    {
        if (CanSeal || file is null)
            return;
        if (file.Read() is not null)
            throw new SecretKeyException($"{file.Path} is not a key: base64 of {SecretKeyText.Size} bytes. Restore it from the backup.");
        file.Create();
        _keys = null;
    }

    /// <summary>Seals a record.</summary>
    /// <exception cref="SecretKeyException">There is no key.</exception>
    public byte[] Seal(RecordKey record, ReadOnlySpan<byte> content)
    {
        var key = Keys.Current ?? throw new SecretKeyException($"{Setting} is not set.");
        var bytes = new byte[HeaderSize + content.Length + TagSize];
        bytes[0] = Form;
        key.Id.CopyTo(bytes, 1);
        var nonce = bytes.AsSpan(1 + SealingKey.IdSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = key.CreateCipher();
        cipher.Encrypt(nonce, content, bytes.AsSpan(HeaderSize, content.Length), bytes.AsSpan(HeaderSize + content.Length), NameOf(record));
        return bytes;
    }

    /// <summary>Opens a record; <see langword="null"/>: none of the keys does, or it is damaged.</summary>
    public byte[]? Open(RecordKey record, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize + TagSize || bytes[0] != Form || Find(bytes) is not { } key)
            return null;
        var content = new byte[bytes.Length - HeaderSize - TagSize];
        using var cipher = key.CreateCipher();
        try
        {
            cipher.Decrypt(
                bytes.Slice(1 + SealingKey.IdSize, NonceSize),
                bytes.Slice(HeaderSize, content.Length),
                bytes[(HeaderSize + content.Length)..],
                content,
                NameOf(record));
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Whether a record is sealed, and with an earlier key.</summary>
    public bool IsOld(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeaderSize && bytes[0] == Form && Find(bytes) is { } key && key != Keys.Current;

    private SealingKey? Find(ReadOnlySpan<byte> bytes)
    {
        foreach (var key in Keys.All)
        {
            if (bytes.Slice(1, SealingKey.IdSize).SequenceEqual(key.Id))
                return key;
        }

        return null;
    }

    // What the file's key sealed stays readable when another one is configured.
    private KeySet Load(SecretsOptions secrets)
    {
        var ofFile = Read(file?.Read());
        var current = Read(secrets.Key) ?? ofFile;
        IEnumerable<SealingKey?> all = [current, .. secrets.PreviousKeys.Select(Read), ofFile];
        return new(secrets, current, [.. all.OfType<SealingKey>()]);
    }

    private static SealingKey? Read(string? text) => SealingKey.TryRead(text, out var key) ? key : null;

    private static byte[] NameOf(RecordKey record) => Encoding.UTF8.GetBytes(record.ToString());

    private sealed record KeySet(SecretsOptions Source, SealingKey? Current, IReadOnlyList<SealingKey> All);
}
