using WeChatPush.Campaigns;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Credits;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>How a campaign gets its recipients.</summary>
internal static class AudienceSteps
{
    private const string Prolong = "UPDATE campaign SET loading_until = $2 WHERE no = $1";

    private const string FindKey = "SELECT campaign, body_hash FROM campaign_key WHERE app = $1 AND key = $2";
    private const string PutKey = "INSERT INTO campaign_key VALUES ($1, $2, $3, $4)";

    private const string GiveUpOverdue =
        "UPDATE campaign SET visibility = 2 WHERE visibility = 0 AND loading_until <= $1";

    private const string FindEnded = """
        SELECT no FROM campaign WHERE visibility = 1 AND state IN ($1, $2) AND finished_at <= $3 AND held = 0 LIMIT $4
        """;

    private const string GiveUp = "UPDATE campaign SET visibility = 2 WHERE no = $1";

    private const string DropKey = """
        DELETE FROM campaign_key WHERE (app, campaign) = (SELECT app, id FROM campaign WHERE no = $1)
        """;

    private static readonly string[] DropParts =
    [
        "DELETE FROM campaign_taken WHERE campaign = $1",
        "DELETE FROM campaign_holder WHERE campaign = $1",
    ];

    private const string FindGivenUp = "SELECT no FROM campaign WHERE visibility = 2 LIMIT 1";
    private const string Drop = "DELETE FROM campaign WHERE no = $1";

    public static IReadOnlyList<int>? Load(
        SqliteSession session, string app, string id, IReadOnlyList<Recipient> recipients, DateTimeOffset leasedUntil)
    {
        if (CampaignRow.Load(session, app, id) is not { Visibility: Visibility.Loading } campaign)
            return null;
        var passedOver = new List<int>();
        foreach (var (place, recipient) in recipients.Index())
        {
            if (!RecipientRows.TryAdd(session, campaign, recipient.OpenId, CampaignJson.Write(recipient.Values)))
                passedOver.Add(place);
        }

        campaign.Save(session);
        session.Execute(Prolong, campaign.No, leasedUntil.ToUnixTimeMilliseconds());
        return passedOver;
    }

    public static CampaignCreation? Publish(SqliteSession session, string app, string id, IdempotencyKey? key)
    {
        if (CampaignRow.Load(session, app, id) is not { Visibility: Visibility.Loading } campaign)
            return null;
        if (key is not null && FindMade(session, app, key) is { } made)
        {
            campaign.Visibility = Visibility.GivenUp;
            campaign.Save(session);
            return made;
        }

        if (key is not null)
            session.Execute(PutKey, app, key.Key, id, key.BodyHash.ToArray());
        campaign.Visibility = Visibility.Public;
        campaign.Standing = new(campaign.Plan.StartAt is null ? CampaignState.Draft : CampaignState.Scheduled);
        campaign.Save(session);
        return new CampaignCreation(CreationOutcome.Created, campaign.ToCampaign());
    }

    public static CampaignCreation? FindMade(SqliteSession session, string app, IdempotencyKey key)
    {
        if (Find(session, app, key.Key) is not var (before, hash))
            return null;
        return hash.AsSpan().SequenceEqual(key.BodyHash.Span)
            ? new CampaignCreation(CreationOutcome.MadeBefore, CampaignRow.Load(session, app, before)?.ToCampaign())
            : new CampaignCreation(CreationOutcome.KeyTaken, null);
    }

    public static void Discard(SqliteSession session, string app, string id)
    {
        if (CampaignRow.Load(session, app, id) is not { Visibility: Visibility.Loading } campaign)
            return;
        campaign.Visibility = Visibility.GivenUp;
        campaign.Save(session);
    }

    /// <summary>Adds users who can be reached. True: there are no more to come.</summary>
    public static bool ExpandAudience(SqliteSession session, string app, string id, int max, DateTimeOffset now)
    {
        if (CampaignRow.Load(session, app, id) is not { IsRunning: true, AudienceKnown: false } campaign)
            return true;
        var users = LedgerQueries.Reachable(
            session, app, campaign.Plan.Kind, campaign.Plan.TemplateId, CursorOf(campaign), max,
            now.ToUnixTimeSeconds());
        foreach (var openId in users.OpenIds)
            RecipientRows.TryAdd(session, campaign, openId, fields: null);
        campaign.AudienceCursor = users.Next;
        campaign.AudienceKnown = users.Next is null;
        campaign.FinishIfDone(now);
        campaign.Save(session);
        return campaign.AudienceKnown;
    }

    // One that cannot be read begins again: those that were found before are not added twice.
    private static string? CursorOf(CampaignRow campaign) =>
        campaign.AudienceCursor is { } text && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? text : null;

    /// <summary>Takes away what was given up, or ended before a time, bit by bit; returns how many rows went.</summary>
    public static int Forget(SqliteSession session, DateTimeOffset now, DateTimeOffset endedBefore, int max)
    {
        session.Execute(GiveUpOverdue, now.ToUnixTimeMilliseconds());
        GiveUpEnded(session, endedBefore, max);
        return session.Scalar(FindGivenUp) is long campaign ? DropSome(session, campaign, max) : 0;
    }

    /// <summary>Takes a campaign away from all who look for it, and forgets its key.</summary>
    public static int GiveUpNow(SqliteSession session, long campaign)
    {
        session.Execute(DropKey, campaign);
        return session.Execute(GiveUp, campaign);
    }

    /// <summary>Takes away up to so many of the rows of a campaign that was given up, or, last, itself; 0: it is gone.</summary>
    public static int DropSome(SqliteSession session, long campaign, int max)
    {
        var gone = RecipientRows.DropFirst(session, campaign, max);
        if (gone > 0)
            return gone;
        foreach (var statement in DropParts)
            session.Execute(statement, campaign);
        return session.Execute(Drop, campaign);
    }

    // A holder still has to note how its last sends ended.
    private static void GiveUpEnded(SqliteSession session, DateTimeOffset endedBefore, int max)
    {
        var ended = new List<long>();
        using (var reader = session.Prepare(
            FindEnded, (int)CampaignState.Finished, (int)CampaignState.Cancelled, endedBefore.ToUnixTimeMilliseconds(), max).ExecuteReader())
        {
            while (reader.Read())
                ended.Add(reader.GetInt64(0));
        }

        foreach (var campaign in ended)
            GiveUpNow(session, campaign);
    }

    private static (string Campaign, byte[] Hash)? Find(SqliteSession session, string app, string key)
    {
        using var reader = session.Prepare(FindKey, app, key).ExecuteReader();
        return reader.Read() ? (reader.Text(0), reader.Bytes(1)) : null;
    }
}
