using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Records;
using WeChatPush.Storage;

namespace WeChatPush.Admin;

/// <summary>A key as its record holds it. Members may be added; what is there keeps its meaning.</summary>
internal sealed record AdminKeyRecord
{
    public string Hash { get; init; } = "";

    public string Role { get; init; } = "";

    public string[]? Apps { get; init; }

    public string Prefix { get; init; } = "";

    public long CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public long? ExpiresAt { get; init; }

    /// <summary>The name of a key's record.</summary>
    public static RecordKey KeyOf(string name) => new(RecordKind.AdminKey, name);

    /// <summary>Writes a key.</summary>
    public static byte[] Write(StoredAdminKey key) => JsonSerializer.SerializeToUtf8Bytes(
        new AdminKeyRecord
        {
            Hash = key.Hash,
            Role = key.Role.ToString(),
            Apps = key.Apps?.Order(StringComparer.Ordinal).ToArray(),
            Prefix = key.Prefix,
            CreatedAt = key.CreatedAt.ToUnixTimeMilliseconds(),
            CreatedBy = key.CreatedBy,
            ExpiresAt = key.ExpiresAt?.ToUnixTimeMilliseconds(),
        },
        AdminKeyJson.Default.AdminKeyRecord);

    /// <summary>Reads one. What this version does not know could be a limit to the key, so such a one is none.</summary>
    public static bool TryRead(string name, ReadOnlyMemory<byte> content, [NotNullWhen(true)] out StoredAdminKey? key)
    {
        key = null;
        try
        {
            if (JsonSerializer.Deserialize(content.Span, AdminKeyJson.Default.AdminKeyRecord) is not { Hash.Length: 64 } stored
                || !Enum.GetNames<AdminRole>().Contains(stored.Role))
                return false;
            key = new StoredAdminKey
            {
                Name = name,
                Role = Enum.Parse<AdminRole>(stored.Role),
                Apps = stored.Apps?.ToHashSet(StringComparer.Ordinal),
                Prefix = stored.Prefix,
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(stored.CreatedAt),
                CreatedBy = stored.CreatedBy,
                ExpiresAt = stored.ExpiresAt is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null,
                Hash = stored.Hash,
            };
            return true;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return false;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AdminKeyRecord))]
internal sealed partial class AdminKeyJson : JsonSerializerContext;
