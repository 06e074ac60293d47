using System.Globalization;

namespace WeChatPush.Server.Api.Shared;

/// <summary>The value of the header <c>Retry-After</c>.</summary>
internal static class RetryAfter
{
    /// <summary>Whole seconds, at least one.</summary>
    public static string Format(TimeSpan wait) =>
        Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
