using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WeChatPush.Apps;
using WeChatPush.Sending;
using WeChatPush.Storage;

namespace WeChatPush.Credits;

/// <summary>
/// Which templates are the app's own: those of <c>Credits:Templates</c> and <c>Credits:LongTermTemplates</c>, and those that
/// WeChat lists. A list that was had once counts until there is a newer one, so an API that is away for a while changes
/// nothing. An unknown id makes WeChat be asked, but only so often, whoever reports it.
/// </summary>
internal sealed partial class KnownTemplates(
    ISubscribeTemplates templates, AppCatalog apps, TimeProvider time, ILogger<KnownTemplates> logger)
{
    /// <summary>How long WeChat is not asked again for an id that its list did not have.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(5);

    /// <summary>How long a report waits for WeChat's list.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string App, string AppId), TemplateLookup> _lookups = new();
    private readonly ConcurrentDictionary<string, int> _unknown = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _refused = new(StringComparer.Ordinal);

    /// <summary>Whether a template is known to be the app's, without asking WeChat.</summary>
    public bool IsListed(string app, string templateId) =>
        apps.Find(app)?.Options is { } options && IsListed(options, Lookup(app, options), templateId);

    /// <summary>Whether WeChat's list was had.</summary>
    public bool HasList(string app) => apps.Find(app)?.Options is { } options && Lookup(app, options).List is not null;

    /// <summary>Selects the app's own of some templates; the others are logged. WeChat may be asked for its list.</summary>
    public async ValueTask<IReadOnlySet<string>> SelectAsync(
        string app, IReadOnlyList<string> templateIds, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (apps.Find(app)?.Options is not { } options)
            return known;
        var lookup = Lookup(app, options);
        if (!templateIds.All(id => IsListed(options, lookup, id)))
            await RefreshAsync(app, lookup, cancellationToken);
        known.UnionWith(templateIds.Where(id => IsListed(options, lookup, id)));
        if (templateIds.FirstOrDefault(id => !known.Contains(id)) is { } unknown)
            ReportUnknown(app, unknown, lookup.Reason ?? "WeChat's list does not have it");
        return known;
    }

    /// <summary>Logs that changes were left out because the app has too many templates that no list has.</summary>
    public void ReportFull(string app, int refused)
    {
        if (refused > 0 && IsToBeLogged(_refused, app, out var count))
            LogFull(logger, app, CreditLimits.Templates, count);
    }

    private static bool IsListed(AppOptions options, TemplateLookup lookup, string templateId) =>
        options.Credits.Templates.Contains(templateId)
        || options.Credits.LongTermTemplates.Contains(templateId)
        || lookup.List?.Contains(templateId) is true;

    private TemplateLookup Lookup(string app, AppOptions options) =>
        _lookups.GetOrAdd((app, options.AppId), static _ => new());

    private async ValueTask RefreshAsync(string app, TemplateLookup lookup, CancellationToken cancellationToken)
    {
        Task asking;
        lock (lookup)
        {
            if (lookup.Asking is null
                || (lookup.Asking.IsCompleted && time.GetElapsedTime(lookup.AskedAt) >= MinInterval))
            {
                lookup.AskedAt = time.GetTimestamp();
                lookup.Asking = AskAsync(app, lookup);
            }

            asking = lookup.Asking;
        }

        try
        {
            await asking.WaitAsync(Timeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Without the list the template is unknown.
        }
    }

    // For all who wait, so none of them can end it.
    private async Task AskAsync(string app, TemplateLookup lookup)
    {
        await Task.Yield();
        try
        {
            // What an instance has cached for a while may be older than the template.
            var isOld = lookup.List is not null;
            var result = await templates.GetAsync(app, isOld, CancellationToken.None);
            if (!isOld && result.List?.FetchedAt <= time.GetUtcNow() - MinInterval)
                result = await templates.GetAsync(app, refresh: true, CancellationToken.None) is { Succeeded: true } newer
                    ? newer
                    : result;
            if (result.Succeeded)
                lookup.List = result.List.Items.Select(template => template.TemplateId).ToHashSet(StringComparer.Ordinal);
            lookup.Reason = result.Succeeded ? null : $"WeChat's list is not to be had: {result.ErrCode} {result.ErrMsg}";
        }
        catch (StoreUnavailableException error)
        {
            lookup.Reason = $"WeChat's list is not to be had: {error.Message}";
        }
    }

    private void ReportUnknown(string app, string templateId, string reason)
    {
        if (IsToBeLogged(_unknown, app, out var count))
            LogUnknown(logger, app, templateId, reason, count);
    }

    // Strangers may cause it and must not fill the log: it gets the first, then every power of two.
    private static bool IsToBeLogged(ConcurrentDictionary<string, int> counts, string app, out int count)
    {
        count = counts.AddOrUpdate(app, 1, static (_, before) => before == int.MaxValue ? before : before + 1);
        return (count & (count - 1)) == 0;
    }

    [LoggerMessage(602, LogLevel.Warning,
        "{App}: a report of the template {Template} was not counted: {Reason} ({Count} such reports so far). If it is the "
        + "app's own, add it to WeChatPush:Apps:{App}:Credits:Templates.")]
    private static partial void LogUnknown(ILogger logger, string app, string template, string reason, int count);

    [LoggerMessage(603, LogLevel.Warning,
        "{App}: an accept was not counted, because the app has {Max} templates that neither WeChat's list nor "
        + "WeChatPush:Apps:{App}:Credits:Templates has ({Count} such reports so far). Add the app's own templates there.")]
    private static partial void LogFull(ILogger logger, string app, int max, int count);
}
