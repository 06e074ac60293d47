namespace WeChatPush.TestSupport.Fuzzing;

/// <summary>Changes query strings: keys twice, missing, escaped, without end.</summary>
internal static class FuzzQuery
{
    public const string Valid =
        "?signature=75e81ceda165f4ffa64f4068af58c64b8f54b88c&timestamp=1555684067&nonce=1198823545&openid=o0&encrypt_type=aes&msg_signature=75e81ceda165f4ffa64f4068af58c64b8f54b88c&echostr=4375120948345356249";

    private static readonly string[] Keys = ["signature", "msg_signature", "timestamp", "nonce", "echostr", "openid", "encrypt_type", "Signature", "s%69gnature", "", "x"];

    private static readonly string[] Values =
    [
        "", "0", "%", "%2", "%zz", "%00", "%C0%80", "%ED%A0%80", "%u4F60", "+", "%2B", "a=b", "你", "\ud800", "%F0%9F%98%80", "#", "?", "/", "<script>", "%0d%0aSet-Cookie:%20a=b", "-1", "9223372036854775808", "1e9",
        "75E81CEDA165F4FFA64F4068AF58C64B8F54B88C",
    ];

    public static string Mutate(FuzzCase chance, string query)
    {
        var times = chance.Random.Next(1, 4);
        for (var i = 0; i < times; i++)
            query = Change(chance, query);
        return query.Length == 0 || query[0] == '?' ? query : "?" + query;
    }

    private static string Change(FuzzCase chance, string query)
    {
        var pairs = query.TrimStart('?').Split('&').ToList();
        var at = chance.Random.Next(pairs.Count);
        var key = pairs[at].Split('=')[0];
        switch (chance.Random.Next(10))
        {
            case 0:
                pairs.RemoveAt(at);
                break;
            case 1:
                pairs.Insert(chance.Random.Next(pairs.Count + 1), pairs[at]);
                break;
            case 2:
                pairs[at] = $"{key}={chance.Pick(Values)}";
                break;
            case 3:
                pairs.Add($"{chance.Pick(Keys)}={chance.Pick(Values)}");
                break;
            case 4:
                pairs[at] = $"{key}={new string('a', chance.Pick([41, 1000, 10_000]))}";
                break;
            case 5:
                pairs.AddRange(Enumerable.Range(0, chance.Pick([5, 32, 500])).Select(number => $"k{number}=v"));
                break;
            case 6:
                pairs[at] = chance.Pick([key, "=", "==", $"={key}", $"{key}==", ";", $"{key};x=1"]);
                break;
            case 7:
                pairs[at] = string.Concat(pairs[at].Select(letter => chance.Once(3) ? $"%{(int)letter:X2}" : letter.ToString()));
                break;
            case 8:
                pairs[at] = pairs[at].ToUpperInvariant();
                break;
            default:
                pairs = [.. pairs.OrderBy(_ => chance.Random.Next())];
                break;
        }

        return "?" + string.Join('&', pairs);
    }
}
