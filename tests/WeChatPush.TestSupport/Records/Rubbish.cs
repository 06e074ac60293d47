using System.Text;

namespace WeChatPush.TestSupport.Records;

/// <summary>What a damaged copy, a newer version or a person's edit leaves behind.</summary>
public enum Rubbish
{
    /// <summary>Random bytes.</summary>
    Bytes,

    /// <summary>A text that is no number.</summary>
    Text,

    /// <summary>Nothing.</summary>
    Empty,

    /// <summary>The first part of what was there.</summary>
    Truncated,

    /// <summary>A number that no enumeration and no clock knows.</summary>
    LargeNumber,

    /// <summary>A number below zero.</summary>
    NegativeNumber,

    /// <summary>A value of another type.</summary>
    OtherType,
}

/// <summary>Random bytes, and bytes as a text.</summary>
internal static class RubbishBytes
{
    private const int MaxSize = 300;

    public static byte[] Create(Random random)
    {
        var bytes = new byte[random.Next(1, MaxSize)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Each byte as a character, so that a name within them is found.</summary>
    public static string ToText(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
