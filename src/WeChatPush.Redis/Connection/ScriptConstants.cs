using System.Globalization;
using System.Text;

namespace WeChatPush.Redis.Connection;

/// <summary>
/// Writes the constants that scripts share with the code, so that each is said once: what goes before the files of a script.
/// </summary>
internal static class ScriptConstants
{
    /// <summary>A number, as a local of that name.</summary>
    public static string Number(string name, double value) =>
        string.Create(CultureInfo.InvariantCulture, $"local {name} = {value}\n");

    /// <summary>A text without quotes, as a local of that name.</summary>
    public static string Text(string name, string value) => $"local {name} = '{value}'\n";

    /// <summary>The values of an enumeration as locals in upper case: numbers, or texts where a script keeps texts.</summary>
    public static string Locals<TEnum>(bool asText = false)
        where TEnum : struct, Enum => string.Concat(Enum.GetValues<TEnum>().Select(value =>
            asText
                ? $"local {Name(value, upper: true)} = '{Convert.ToInt32(value, CultureInfo.InvariantCulture)}'\n"
                : Number(Name(value, upper: true), Convert.ToInt32(value, CultureInfo.InvariantCulture))));

    /// <summary>The values of an enumeration as a table, by their names in lower case with underscores.</summary>
    public static string Table<TEnum>(string name)
        where TEnum : struct, Enum => $"local {name} = {{{string.Join(", ", Enum.GetValues<TEnum>().Select(value =>
            $"{Name(value, upper: false)} = {Convert.ToInt32(value, CultureInfo.InvariantCulture)}"))}}}\n";

    private static string Name<TEnum>(TEnum value, bool upper)
        where TEnum : struct, Enum
    {
        var name = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
                name.Append('_');
            name.Append(upper ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
