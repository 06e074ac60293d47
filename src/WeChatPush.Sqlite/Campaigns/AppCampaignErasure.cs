using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Storage;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>Erases an app's campaigns, whatever their state, with everything of their recipients.</summary>
internal static class AppCampaignErasure
{
    private const string Find = "SELECT no FROM campaign WHERE app = $1 AND no > $2 ORDER BY no LIMIT $3";

    private const string DropKeys = """
        DELETE FROM campaign_key WHERE (app, key) IN (SELECT app, key FROM campaign_key WHERE app = $1 LIMIT $2)
        """;

    private const string NextDay = "SELECT min(day) FROM campaign_day WHERE day > $1";

    private const string DropDay = """
        DELETE FROM campaign_day WHERE (day, app, open_id) IN
            (SELECT day, app, open_id FROM campaign_day WHERE day = $3 AND app = $1 LIMIT $2)
        """;

    /// <summary>Erases them; returns how many campaigns, and how many rows beside them and their recipients, it were.</summary>
    public static async ValueTask<(int Campaigns, int Rows)> RunAsync(
        SqliteStore store, string app, CancellationToken cancellationToken)
    {
        // First from sight, so that no more recipients are taken.
        var given = new List<long>();
        await AppRows.EraseAsync(store, Find, (session, no) => AudienceSteps.GiveUpNow(session, no), app, 0L, cancellationToken);
        var campaigns = await AppRows.EraseAsync(store, Find, (_, no) => Note(given, no), app, 0L, cancellationToken);
        foreach (var campaign in given)
        {
            while (await store.WriteAsync(session => AudienceSteps.DropSome(session, campaign, AppRows.BatchSize)) > 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        return (campaigns, await AppRows.EraseAsync(store, DropKeys, app, cancellationToken) + await EraseDaysAsync(store, app, cancellationToken));
    }

    private static async ValueTask<int> EraseDaysAsync(SqliteStore store, string app, CancellationToken cancellationToken)
    {
        var erased = 0;
        long? day = long.MinValue;
        while ((day = await store.ReadAsync(session => session.Scalar(NextDay, day) as long?, cancellationToken)) is { } next)
        {
            for (var batch = AppRows.BatchSize; batch == AppRows.BatchSize; erased += batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                batch = await store.WriteAsync(session => session.Execute(DropDay, app, AppRows.BatchSize, next));
            }
        }

        return erased;
    }

    private static int Note(List<long> numbers, long number)
    {
        numbers.Add(number);
        return 1;
    }
}
