using System.Text;

namespace WeChatPush.Storage;

/// <summary>Whether bytes name a user: the openid stands in them, and is not a part of a longer word.</summary>
internal sealed class NamedUser(string openId)
{
    private readonly byte[] _openId = Encoding.UTF8.GetBytes(openId);

    /// <summary>The openid.</summary>
    public string OpenId => openId;

    /// <summary>The openid as it stands in texts.</summary>
    public byte[] Bytes => _openId;

    /// <summary>Whether the bytes name the user.</summary>
    public bool IsIn(ReadOnlySpan<byte> text)
    {
        for (var from = 0; text[from..].IndexOf(_openId) is >= 0 and var at; from += at + 1)
        {
            var (start, end) = (from + at, from + at + _openId.Length);
            if ((start == 0 || !IsOfAWord(text[start - 1])) && (end == text.Length || !IsOfAWord(text[end])))
                return true;
        }

        return false;
    }

    /// <inheritdoc cref="IsIn(ReadOnlySpan{byte})"/>
    public bool IsIn(string? text) => text is not null && IsIn(Encoding.UTF8.GetBytes(text));

    private static bool IsOfAWord(byte letter) => char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'_' or (byte)'-';
}
