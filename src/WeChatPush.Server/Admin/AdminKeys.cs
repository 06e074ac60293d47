using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace WeChatPush.Server.Admin;

/// <summary>The keys of the admin API: those of the configuration, or the generated one. Reloads with the options.</summary>
internal sealed partial class AdminKeys(IOptionsMonitor<WeChatPushOptions> options, ILogger<AdminKeys> logger)
    : IHostedService
{
    private volatile KeySet? _keys;

    /// <summary>Makes the key at first start, so that it is there before the first request.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Current();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Who presents this <c>Authorization</c> header: a short name for the key, fit for logs and timelines, or
    /// <see langword="null"/> if it is none of the keys.
    /// </summary>
    public string? Identify(string? authorization)
    {
        const string scheme = "Bearer ";
        if (authorization is null || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        // Hashes have one length, and every one is compared to its end: the time reveals neither length nor place.
        var presented = Hash(authorization[scheme.Length..].Trim());
        string? actor = null;
        foreach (var key in Current().Hashes)
        {
            if (CryptographicOperations.FixedTimeEquals(key, presented))
                actor = $"admin key {Convert.ToHexStringLower(key.AsSpan(0, 4))}";
        }

        return actor;
    }

    private KeySet Current()
    {
        var current = options.CurrentValue;
        if (_keys is { } keys && ReferenceEquals(keys.Source, current))
            return keys;
        return _keys = new KeySet(current, [.. Load(current).Select(Hash)]);
    }

    private IEnumerable<string> Load(WeChatPushOptions current)
    {
        if (current.AdminKeys.Count > 0)
            return current.AdminKeys;
        var path = AdminKeyFile.PathIn(current.DataDirectory);
        LogKeyFile(logger, path);
        return [AdminKeyFile.ReadOrCreate(path)];
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private sealed record KeySet(WeChatPushOptions Source, byte[][] Hashes);

    [LoggerMessage(1000, LogLevel.Information,
        "No WeChatPush:AdminKeys are configured; the key of the admin API is in {Path}.")]
    private static partial void LogKeyFile(ILogger logger, string path);
}
