using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Protocol;
using WeChatPush.Records;

namespace WeChatPush.Bookmarks;

/// <summary>Keeps the bookmarks of an app in one record, sealed: they hold what users wrote.</summary>
internal sealed class BookmarkService(IRecordStore records, RecordSeal seal) : IBookmarks
{
    private const int MaxTries = 5;

    private static readonly BookmarkJson Json =
        new(new JsonSerializerOptions(BookmarkJson.Default.Options) { Encoder = WeChatJson.Encoder });

    /// <inheritdoc/>
    public async ValueTask<BookmarkOutcome> SaveAsync(string app, Bookmark bookmark, CancellationToken cancellationToken)
    {
        if (!seal.CanSeal)
            return BookmarkOutcome.Sealed;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var (all, version) = await ReadAsync(app, cancellationToken);
            if (all is null)
                return BookmarkOutcome.Sealed;
            all.RemoveAll(one => one.Name == bookmark.Name);
            all.Add(bookmark);
            if (all.Count > Bookmark.MaxPerApp || all.Sum(one => one.Body.Length) > Bookmark.MaxCharacters)
                return BookmarkOutcome.Full;
            if (await WriteAsync(app, all, version, cancellationToken))
                return BookmarkOutcome.Saved;
        }

        return BookmarkOutcome.Conflict;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Bookmark>> ListAsync(string app, CancellationToken cancellationToken) =>
        (await ReadAsync(app, cancellationToken)).All is { } all ? [.. all.OrderBy(one => one.Name, StringComparer.Ordinal)] : [];

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(string app, string name, CancellationToken cancellationToken) =>
        await RemoveAsync(app, one => one.Name == name, isUnreadableRemoved: false, cancellationToken) > 0;

    /// <summary>Forgets all of an app; returns whether there were any.</summary>
    public async ValueTask<bool> EraseAsync(string app, CancellationToken cancellationToken)
    {
        var key = KeyOf(app);
        for (var tries = 0; tries < MaxTries && await records.FindAsync(key, cancellationToken) is { } record; tries++)
        {
            if ((await records.RemoveAsync(key, record.Version, cancellationToken)).Written)
                return true;
        }

        return false;
    }

    /// <summary>Forgets those that match; returns how many.</summary>
    /// <param name="app">The app.</param>
    /// <param name="matches">Which.</param>
    /// <param name="isUnreadableRemoved">Whether all go where they cannot be opened.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<int> RemoveAsync(
        string app, Predicate<Bookmark> matches, bool isUnreadableRemoved, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var (all, version) = await ReadAsync(app, cancellationToken);
            if (all is null)
                return isUnreadableRemoved && await EraseAsync(app, cancellationToken) ? 1 : 0;
            if (all.RemoveAll(matches) is var gone && gone == 0)
                return 0;
            if (await WriteAsync(app, all, version, cancellationToken))
                return gone;
        }

        return 0;
    }

    // No list: there is one that cannot be opened.
    private async ValueTask<(List<Bookmark>? All, long? Version)> ReadAsync(string app, CancellationToken cancellationToken)
    {
        var key = KeyOf(app);
        if (await records.FindAsync(key, cancellationToken) is not { Content: { } content, Version: var version })
            return ([], null);
        try
        {
            return (seal.Open(key, content.Span) is { } bytes ? JsonSerializer.Deserialize(bytes, Json.ListBookmark) : null, version);
        }
        catch (JsonException)
        {
            return (null, version);
        }
    }

    private async ValueTask<bool> WriteAsync(string app, List<Bookmark> all, long? version, CancellationToken cancellationToken)
    {
        var key = KeyOf(app);
        if (all.Count == 0)
            return version is null || (await records.RemoveAsync(key, version.Value, cancellationToken)).Written;
        var content = seal.Seal(key, JsonSerializer.SerializeToUtf8Bytes(all, Json.ListBookmark));
        return (await records.WriteAsync(key, content, version, cancellationToken)).Written;
    }

    private static RecordKey KeyOf(string app) => new(RecordKind.Bookmarks, app);
}

/// <summary>Their JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<Bookmark>))]
internal sealed partial class BookmarkJson : JsonSerializerContext;
