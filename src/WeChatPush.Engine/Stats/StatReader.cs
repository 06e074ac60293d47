using Microsoft.Extensions.Options;
using WeChatPush.Apps;

namespace WeChatPush.Stats;

/// <summary>Puts the rows of the store together: of all instances, of the slots of a step, and of the apps.</summary>
internal sealed class StatReader(IStatStore store, AppCatalog apps, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time) : IStats
{
    /// <inheritdoc/>
    public async ValueTask<StatSeries> ReadAsync(StatQuery query, CancellationToken cancellationToken)
    {
        var (from, to) = (StatSlots.Begin(query.From, query.Step), StatSlots.Begin(query.To - TimeSpan.FromTicks(1), query.Step) + query.Step);

        // Before, there is nothing; a store may keep some for longer.
        var kept = StatSlots.Begin(time.GetUtcNow() - options.CurrentValue.Retention.Stats, StatSlots.Length);
        var since = from < kept ? kept : from;
        var steps = new SortedDictionary<DateTimeOffset, StatFigures>();
        foreach (var app in since < to ? query.Apps ?? apps.Names : [])
        {
            foreach (var (at, figures) in Merge(await store.ReadAsync(app, since, to, cancellationToken), query.Step))
                Get(steps, at).AddOfOtherApp(figures);
        }

        var restarts = since < to ? await store.ReadRestartsAsync(since, to, cancellationToken) : [];
        return new(from, to, (long)query.Step.TotalSeconds, [.. steps.Select(step => ToStep(step.Key, step.Value))], restarts);
    }

    private static Dictionary<DateTimeOffset, StatFigures> Merge(IReadOnlyList<StatRow> rows, TimeSpan step)
    {
        var steps = new Dictionary<DateTimeOffset, StatFigures>();
        foreach (var row in rows)
            Get(steps, StatSlots.Begin(row.At, step)).AddOfSameApp(StatFigures.Read(row.Content));
        return steps;
    }

    private static StatFigures Get(IDictionary<DateTimeOffset, StatFigures> steps, DateTimeOffset at)
    {
        if (!steps.TryGetValue(at, out var figures))
            steps[at] = figures = new();
        return figures;
    }

    private static StatStep ToStep(DateTimeOffset at, StatFigures figures) => new()
    {
        At = at,
        Pushes = StatLayout.Pushes.Read(figures),
        AnswerP50Ms = AnswerTimes.Quantile(figures, 0.5),
        AnswerP99Ms = AnswerTimes.Quantile(figures, 0.99),
        Handled = StatLayout.Handled.Read(figures),
        Depth = figures[StatLayout.Looks] > 0 ? figures[StatLayout.Depth] : null,
        OldestSeconds = figures[StatLayout.Looks] > 0 ? figures[StatLayout.Oldest] : null,
        Sends = StatLayout.Sends.Read(figures),
        CreditsEarned = figures[StatLayout.Earned],
        CreditsSpent = figures[StatLayout.Spent],
    };
}
