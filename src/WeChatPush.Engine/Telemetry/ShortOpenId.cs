namespace WeChatPush.Telemetry;

/// <summary>A user as logs may show one: enough to tell two apart, not enough to be one.</summary>
internal static class ShortOpenId
{
    private const int Shown = 6;

    public static string Shorten(string? openId) =>
        string.IsNullOrEmpty(openId) ? "-" : openId.Length <= Shown ? "…" : $"{openId.AsSpan(0, Shown)}…";
}
