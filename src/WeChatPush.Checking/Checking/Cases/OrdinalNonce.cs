namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>Finds a nonce that byte order and dictionary order put on different sides of the token.</summary>
internal static class OrdinalNonce
{
    public static string For(string token)
    {
        var letter = token.AsSpan().IndexOfAnyInRange('A', 'z');
        if (letter < 0 || !char.IsAsciiLetter(token[letter]))
            return "Zq9";

        // All capitals come before all small letters in bytes; in a dictionary Z is last and a is first.
        return token[..letter] + token[letter] switch
        {
            'A' => "a0",
            'z' => "Zzzzz",
            >= 'a' => "Z",
            _ => "a",
        };
    }
}
