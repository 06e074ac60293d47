using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Engine.Tests.Credits;

/// <summary>WeChat's list of an account's templates as a test wants it, and how often it was asked for.</summary>
internal sealed class ListedTemplates(TimeProvider time, params string[] templateIds) : ISubscribeTemplates
{
    private int _calls;

    public int Calls => _calls;

    public List<bool> Refreshes { get; } = [];

    public IReadOnlyList<string> TemplateIds { get; set; } = templateIds;

    /// <summary>When the list was fetched; <see langword="null"/>: now.</summary>
    public DateTimeOffset? FetchedAt { get; set; }

    public bool IsAway { get; set; }

    /// <summary>Ends a call, where a test decides when.</summary>
    public Task Answer { get; set; } = Task.CompletedTask;

    public async ValueTask<SubscribeTemplatesResult> GetAsync(
        string app, bool refresh, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        lock (Refreshes)
            Refreshes.Add(refresh);
        await Answer;
        if (IsAway)
            return new(null, ErrorClass.Busy, -1, "system error");
        var items = TemplateIds.Select(id => new SubscribeTemplate(id, "", "", "", TemplateType.OneTime, [])).ToList();
        return new(new(items, refresh ? time.GetUtcNow() : FetchedAt ?? time.GetUtcNow()), ErrorClass.Sent);
    }
}
