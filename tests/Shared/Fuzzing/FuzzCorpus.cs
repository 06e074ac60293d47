using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPush.TestSupport.Fuzzing;

/// <summary>What the cases begin with: every push on record, as a new push of a user of its own.</summary>
internal static partial class FuzzCorpus
{
    /// <summary>How the openids of all cases begin.</summary>
    public const string Users = "oFuzzedUserOfTheTests";

    /// <summary>All bodies, as they are on record.</summary>
    public static IReadOnlyList<byte[]> Bodies { get; } = [.. RecordedPayloads.Files.Select(RecordedPayloads.Read)];

    private static readonly IReadOnlyList<byte[]> OfUsers = Read(file => file.StartsWith("Messages/", StringComparison.Ordinal));
    private static readonly IReadOnlyList<byte[]> OfUsersInJson = Read(file => file.StartsWith("Messages/", StringComparison.Ordinal) && !RecordedPayloads.IsXml(file));
    private static readonly IReadOnlyList<byte[]> InJson = Read(file => !RecordedPayloads.IsXml(file));

    /// <summary>
    /// A push of a case, as often of a user as of the platform, as this case's own: no retry of any other. A cloud function
    /// knows JSON only.
    /// </summary>
    public static byte[] New(FuzzCase chance, bool onlyJson = false) => Renew(chance, chance.Pick((onlyJson, chance.Once(2)) switch
    {
        (true, true) => OfUsersInJson,
        (true, false) => InJson,
        (false, true) => OfUsers,
        _ => Bodies,
    }));

    /// <summary>The user of a case.</summary>
    public static string UserOf(FuzzCase chance) => string.Create(CultureInfo.InvariantCulture, $"{Users}{chance.Number:d9}");

    /// <summary>The id of the message of a case.</summary>
    public static string MsgIdOf(FuzzCase chance) => (7_000_000_000_000_000_000 + chance.Number).ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<byte[]> Read(Func<string, bool> which) => [.. RecordedPayloads.Files.Where(which).Select(RecordedPayloads.Read)];

    private static byte[] Renew(FuzzCase chance, byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        text = FromUserName().Replace(text, UserOf(chance));
        text = MsgId().Replace(text, MsgIdOf(chance));
        return Encoding.Latin1.GetBytes(text);
    }

    [GeneratedRegex("""(?<=<FromUserName>(?:<!\[CDATA\[)?|"FromUserName"\s*:\s*")[^<"\]]+""")]
    private static partial Regex FromUserName();

    [GeneratedRegex("""(?<=<MsgId>(?:<!\[CDATA\[)?|"MsgId"\s*:\s*"?)[0-9]+""")]
    private static partial Regex MsgId();
}
