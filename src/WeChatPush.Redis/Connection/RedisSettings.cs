using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace WeChatPush.Redis.Connection;

/// <summary>The settings in <c>ConnectionStrings:Redis</c>.</summary>
internal static class RedisSettings
{
    /// <summary>The configuration key.</summary>
    public const string Key = "ConnectionStrings:Redis";

    // What the client's own defaults would leave waiting for long: whatever the owner writes comes later and wins.
    // Without allowAdmin the client refuses INFO and CONFIG itself, and health could not report how the server is set up.
    private const string Defaults = "connectTimeout=2000,keepAlive=10,name=WeChatPush,allowAdmin=true,";

    // Every call has a deadline of its own. A call that the client ends before the server answers it would count as an
    // answer of the server in RedisLink.
    private const int AsyncTimeoutMilliseconds = 60_000;
    private const int SyncTimeoutMilliseconds = 1_000;

    /// <summary>The connection string, or <see langword="null"/> when everything lies in the embedded store.</summary>
    public static string? Find(IConfiguration? configuration) =>
        configuration?[Key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>
    /// Reads a connection string. The error message names what is wrong, but repeats nothing that could be part of a
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
            complaint = "is not a connection string of StackExchange.Redis "
                + "(host:port,user=…,password=…,ssl=true,defaultDatabase=0).";
            return false;
        }

        if (options.EndPoints.Count == 0)
        {
            complaint = "names no server.";
            return false;
        }

        // An unreachable server is no reason to stop: pushes are spooled, and the client reconnects by itself.
        options.AbortOnConnectFail = false;
        options.ReconnectRetryPolicy = new LinearRetry(250);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = AsyncTimeoutMilliseconds;

        // Only the client itself makes blocking calls: those to a Sentinel, when a primary is lost.
        options.SyncTimeout = SyncTimeoutMilliseconds;
        complaint = null;
        return true;
    }
}
