using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace WeChatPush.Storage.Redis;

/// <summary>What <c>ConnectionStrings:Redis</c> says.</summary>
internal static partial class RedisSettings
{
    /// <summary>The configuration key.</summary>
    public const string Key = "ConnectionStrings:Redis";

    // What the client's own defaults would leave waiting for long: whatever the owner writes comes later and wins.
    private const string Defaults = "connectTimeout=2000,keepAlive=10,name=WeChatPush,";

    /// <summary>The connection string, or <see langword="null"/> when everything lives in the embedded store.</summary>
    public static string? Find(IConfiguration? configuration) =>
        configuration?[Key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>
    /// Reads a connection string. The complaint names what is wrong, but repeats nothing that could be a piece of a
    /// password.
    /// </summary>
    public static bool TryRead(string text, out ConfigurationOptions options, out string? complaint)
    {
        options = new ConfigurationOptions();
        if (text.Contains("://", StringComparison.Ordinal))
        {
            complaint = "is a URL; write it as host:port,password=…,ssl=true,defaultDatabase=0.";
            return false;
        }

        try
        {
            options = ConfigurationOptions.Parse(Defaults + text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            complaint = LaterWords().Match(text) is { Success: true } word
                ? $"uses '{word.Groups[1].Value}', which this build's Redis client does not know; "
                    + "the container image's does."
                : "is not a connection string of StackExchange.Redis "
                    + "(host:port,password=…,ssl=true,defaultDatabase=0).";
            return false;
        }

        if (options.EndPoints.Count == 0)
        {
            complaint = "names no server.";
            return false;
        }

        // Being out of reach is nothing to die of: there is the spool, and the client comes back by itself.
        options.AbortOnConnectFail = false;
        options.ReconnectRetryPolicy = new LinearRetry(250);
        complaint = null;
        return true;
    }

    [GeneratedRegex(
        @",\s*(user|protocol|asyncTimeout|heartbeatInterval|highIntegrity|tunnel|setlib|libraryName)\s*=",
        RegexOptions.IgnoreCase)]
    private static partial Regex LaterWords();
}
