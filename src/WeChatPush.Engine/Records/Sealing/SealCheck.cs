using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPush.Storage;

namespace WeChatPush.Records;

/// <summary>
/// Finds out at the start whether the key opens what is stored: a record says so that every instance can read and that is
/// written with the first key. A wrong key would otherwise be noticed by the pushes that are answered 404. What an earlier key
/// sealed is sealed anew, so that the earlier key can be taken away; the record that keys are checked by comes last.
/// </summary>
internal sealed partial class SealCheck(
    IRecordStore records, RecordSeal seal, ILogger<SealCheck> logger, ISealingKeyFile? file = null) : IHostedService
{
    private static readonly RecordKey Key = new(RecordKind.Seal, "check");
    private const int PageSize = 100;

    private static readonly byte[] Content = Encoding.UTF8.GetBytes("WeChatPush");

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync(cancellationToken);
        }
        catch (StoreFormatException)
        {
            throw;
        }
        catch (StoreUnavailableException error)
        {
            LogNotChecked(logger, error.Message);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Checks the key, and writes what later starts check theirs by.</summary>
    /// <exception cref="SecretKeyException">It is the wrong one, or missing.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        if (await records.FindAsync(Key, cancellationToken) is { } known)
        {
            if (FindProblem(known.Content!.Value.Span) is { } problem)
                throw new SecretKeyException(problem);
            await SealAnewAsync(cancellationToken);
            if (seal.IsOld(known.Content.Value.Span))
                await records.WriteAsync(Key, seal.Seal(Key, Content), known.Version, cancellationToken);
            return;
        }

        seal.EnsureKey();
        if (seal.CanSeal)
            await records.WriteAsync(Key, seal.Seal(Key, Content), expected: null, cancellationToken);
    }

    // One that somebody changes meanwhile is sealed by that.
    private async ValueTask SealAnewAsync(CancellationToken cancellationToken)
    {
        var page = new RecordChanges([], 0, HasMore: true);
        while (page.HasMore)
        {
            page = await records.ReadAsync(page.Revision, PageSize, cancellationToken);
            foreach (var (key, version, content) in page.Records.Where(record => record.Key != Key))
            {
                if (content is { } bytes && seal.IsOld(bytes.Span) && seal.Open(key, bytes.Span) is { } clear)
                    await records.WriteAsync(key, seal.Seal(key, clear), version, cancellationToken);
            }
        }
    }

    private string? FindProblem(ReadOnlySpan<byte> known)
    {
        if (seal.Open(Key, known) is not null)
            return null;
        if (file is not null)
        {
            return $"{file.Path} is {(File.Exists(file.Path) ? "not the key" : "missing: it is the key")} that the stored apps are sealed with. "
                + $"Restore it from the backup, or give the key as {RecordSeal.Setting}.";
        }

        return seal.CanSeal
            ? $"{RecordSeal.Setting} is not the key that the stored apps are sealed with; if it was changed, add the one before to "
                + "WeChatPush:Secrets:PreviousKeys."
            : $"{RecordSeal.Setting} is missing: Redis holds apps that are sealed with it.";
    }

    [LoggerMessage(160, LogLevel.Warning,
        "Whether WeChatPush:Secrets:Key opens what is stored cannot be checked: {Reason}")]
    private static partial void LogNotChecked(ILogger logger, string reason);
}
