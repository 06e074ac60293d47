namespace WeChatPush.Simulator.FakeApi.Accounts;

/// <summary>A file that was uploaded, or that a user has sent.</summary>
public sealed record FakeMediaFile(ReadOnlyMemory<byte> Content, string ContentType, DateTimeOffset CreatedAt);

/// <summary>Temporary media: each is good for three days.</summary>
public sealed class FakeMedia(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FakeMediaFile> _files = new(StringComparer.Ordinal);

    /// <summary>Keeps a file, and returns what it is sent by.</summary>
    public string Add(ReadOnlyMemory<byte> content, string contentType)
    {
        var id = $"sim_media_{Guid.NewGuid():N}";
        lock (_gate)
            _files[id] = new FakeMediaFile(content, contentType, time.GetUtcNow());
        return id;
    }

    /// <summary>The file, while it lasts.</summary>
    public FakeMediaFile? Find(string? mediaId)
    {
        lock (_gate)
        {
            var file = mediaId is null ? null : _files.GetValueOrDefault(mediaId);
            return time.GetUtcNow() < file?.CreatedAt + Lifetime ? file : null;
        }
    }

    internal void Clear()
    {
        lock (_gate)
            _files.Clear();
    }
}
