using System.Buffers.Binary;
using System.Globalization;

namespace WeChatPush.Protocol;

/// <summary>
/// The identity of a push in 16 bytes: half a SHA-256, so that no two pushes meet by accident and none by intent.
/// </summary>
public readonly struct PushKey : IEquatable<PushKey>
{
    /// <summary>The bytes of a key.</summary>
    public const int Size = 16;

    private readonly UInt128 _value;

    private PushKey(UInt128 value) => _value = value;

    /// <summary>Whether the keys are the same.</summary>
    public static bool operator ==(PushKey left, PushKey right) => left.Equals(right);

    /// <summary>Whether the keys differ.</summary>
    public static bool operator !=(PushKey left, PushKey right) => !left.Equals(right);

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="source">16 bytes, or more of which the first 16 count.</param>
    public static PushKey Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt128BigEndian(source));

    /// <summary>Writes 16 bytes.</summary>
    public void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, _value);

    /// <inheritdoc/>
    public bool Equals(PushKey other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PushKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>32 hexadecimal digits in lower case.</summary>
    public override string ToString() => _value.ToString("x32", CultureInfo.InvariantCulture);
}
