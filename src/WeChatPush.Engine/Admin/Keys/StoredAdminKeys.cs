using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using WeChatPush.Records;
using WeChatPush.Storage;

namespace WeChatPush.Admin;

/// <summary>The keys that were made at run time, as records that every instance follows.</summary>
internal sealed partial class StoredAdminKeys : IStoredAdminKeys
{
    private const string Scheme = "wcp_";
    private const int Bytes = 32;
    private const int PrefixLength = 8;

    private readonly IRecordStore _records;
    private readonly RecordWatch _watch;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, StoredAdminKey> _byName = new(StringComparer.Ordinal);

    // Keys are random, so the time that a look-up takes tells nothing of another one.
    private readonly ConcurrentDictionary<string, StoredAdminKey> _byHash = new(StringComparer.Ordinal);

    /// <summary>Follows the records; before the host starts.</summary>
    public StoredAdminKeys(IRecordStore records, RecordWatch watch, TimeProvider time, ILogger<StoredAdminKeys> logger)
    {
        (_records, _watch, _time, _logger) = (records, watch, time, logger);
        watch.Follow(RecordKind.AdminKey, Apply);
    }

    /// <inheritdoc/>
    public bool IsLoaded => _watch.IsLoaded;

    /// <inheritdoc/>
    public IReadOnlyList<StoredAdminKey> List() => [.. _byName.Values.OrderBy(key => key.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public StoredAdminKey? Find(ReadOnlySpan<byte> hash) =>
        _byHash.TryGetValue(Convert.ToHexStringLower(hash), out var key) && !(key.ExpiresAt <= _time.GetUtcNow()) ? key : null;

    /// <inheritdoc/>
    public async ValueTask<MadeAdminKey?> CreateAsync(NewAdminKey key, CancellationToken cancellationToken)
    {
        if (NewAdminKey.FindProblem(key.Name) is { } problem)
            throw new ArgumentException(problem, nameof(key));
        if (_byName.Keys.Any(name => name.Equals(key.Name, StringComparison.OrdinalIgnoreCase)))
            return null;

        var secret = Scheme + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        var stored = new StoredAdminKey
        {
            Name = key.Name,
            Role = key.Role,
            Apps = key.Apps?.ToHashSet(StringComparer.Ordinal),
            Prefix = secret[..PrefixLength],
            CreatedAt = _time.GetUtcNow(),
            CreatedBy = key.CreatedBy,
            ExpiresAt = key.ExpiresAt,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))),
        };
        var write = await _records.WriteAsync(
            AdminKeyRecord.KeyOf(key.Name), AdminKeyRecord.Write(stored), expected: null, cancellationToken);
        await _watch.RefreshAsync(cancellationToken);
        return write.Written ? new(stored, secret) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<StoredAdminKey?> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var key = AdminKeyRecord.KeyOf(name);
        while (await _records.FindAsync(key, cancellationToken) is { Content: { } content } record)
        {
            if (!(await _records.RemoveAsync(key, record.Version, cancellationToken)).Written)
                continue;
            await _watch.RefreshAsync(cancellationToken);
            return AdminKeyRecord.TryRead(name, content, out var removed) ? removed : Unreadable(name);
        }

        return null;
    }

    // It was no key; what is left to say of it is its name.
    private static StoredAdminKey Unreadable(string name) => new()
    {
        Name = name, Role = AdminRole.Viewer, Prefix = "", CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = "", Hash = "",
    };

    private void Apply(StoredRecord record)
    {
        StoredAdminKey? key = null;
        if (record.Content is { } content && !AdminKeyRecord.TryRead(record.Key.Name, content, out key))
            LogUnreadable(_logger, record.Key.Name);
        var before = _byName.GetValueOrDefault(record.Key.Name);
        if (key is not null)
            (_byName[key.Name], _byHash[key.Hash]) = (key, key);
        else
            _byName.TryRemove(record.Key.Name, out _);
        if (before is not null && before.Hash != key?.Hash)
            _byHash.TryRemove(before.Hash, out _);
    }

    [LoggerMessage(1100, LogLevel.Error,
        "The stored admin key {Name} cannot be read by this version: it is not valid. Remove it (DELETE /api/v1/keys/{Name}) and make another.")]
    private static partial void LogUnreadable(ILogger logger, string name);
}
