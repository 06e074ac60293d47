using System.Text.Json;

namespace WeChatPush.Telemetry;

/// <summary>The values of an enumeration as the API, the metrics and the traces spell them; made once.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> All =
        Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName($"{value}"));

    public static string Get(T value) => All.TryGetValue(value, out var word) ? word : $"{value}";
}
