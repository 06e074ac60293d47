using Microsoft.Data.Sqlite;
using WeChatPush.Campaigns;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>A campaign as it is stored. A step loads it, changes it, and saves it once.</summary>
internal sealed class CampaignRow
{
    private const string Columns =
        """
        no, id, app, plan, visibility, state, reason, resumes_at, created_at, started_at, finished_at, gathered,
        gather_cursor, last_number, taken_up_to, next_slot, due_slot, held, pending, sent, no_credit, refused, failed,
        uncertain, cancelled, skipped
        """;

    private const string Find = $"SELECT {Columns} FROM campaign WHERE app = $1 AND id = $2";
    private const string FindByNo = $"SELECT {Columns} FROM campaign WHERE no = $1";

    private const string FindInState =
        $"SELECT {Columns} FROM campaign WHERE visibility = 1 AND state = $1 ORDER BY no";

    private const string Before =
        $"""
        SELECT {Columns} FROM campaign WHERE app = $1 AND visibility = 1 AND id < $2 AND length(id) = 32 ORDER BY id DESC LIMIT $3
        """;

    private const string Put =
        """
        INSERT INTO campaign
            (id, app, plan, visibility, loading_until, state, start_at, created_at, gathered)
        VALUES ($1, $2, $3, 0, $4, 0, $5, $6, $7)
        """;

    private const string Change =
        """
        UPDATE campaign SET
            visibility = $2, state = $3, reason = $4, resumes_at = $5, started_at = $6, finished_at = $7, gathered = $8,
            gather_cursor = $9, last_number = $10, taken_up_to = $11, next_slot = $12, held = $13, pending = $14,
            sent = $15, no_credit = $16, refused = $17, failed = $18, uncertain = $19, cancelled = $20, skipped = $21,
            due_slot = $22
        WHERE no = $1
        """;

    private const string ChangePlan = "UPDATE campaign SET plan = $2 WHERE no = $1";
    private const int FirstCount = 18;
    private static readonly CampaignStanding Unreadable = new(CampaignState.Paused, PauseReason.Failing);
    private static readonly int Outcomes = Enum.GetValues<RecipientOutcome>().Length;

    private readonly long[] _counts = new long[Outcomes];

    private CampaignRow(SqliteDataReader reader)
    {
        No = reader.Long(0);
        Id = reader.Text(1);
        App = reader.Text(2);
        var plan = CampaignJson.TryReadPlan(reader.Text(3));
        Plan = plan ?? CampaignJson.Unreadable;
        Visibility = reader.Word<Visibility>(4) ?? Visibility.Public;
        var (state, reason) = (reader.Word<CampaignState>(5), reader.Word<PauseReason>(6));
        IsReadable = plan is not null && state is not null && reader.Word<Visibility>(4) is not null
            && (reason is not null || reader.IsDBNull(6));
        Standing = IsReadable ? new(state!.Value, reason) : Unreadable;
        ResumesAt = reader.OptionalTime(7);
        CreatedAt = reader.Time(8);
        StartedAt = reader.OptionalTime(9);
        FinishedAt = reader.OptionalTime(10);
        AudienceKnown = reader.Flag(11);
        AudienceCursor = reader.OptionalText(12);
        LastNumber = reader.Count(13);
        TakenUpTo = reader.Count(14);
        NextSlot = Slot(reader.Long(15));
        DueSlot = Slot(reader.Long(16));
        Held = reader.Count(17);
        for (var i = 0; i < Outcomes; i++)
            _counts[i] = reader.Long(FirstCount + i);
    }

    public long No { get; }

    public string Id { get; }

    public string App { get; }

    public CampaignPlan Plan { get; private set; }

    /// <summary>Not: it is damaged, or a newer version wrote it. It is listed as paused, and can only be cancelled.</summary>
    public bool IsReadable { get; }

    public Visibility Visibility { get; set; }

    public CampaignStanding Standing { get; set; }

    public DateTimeOffset? ResumesAt { get; set; }

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public bool AudienceKnown { get; set; }

    public string? AudienceCursor { get; set; }

    /// <summary>The number of the recipient that was added last.</summary>
    public long LastNumber { get; set; }

    /// <summary>The number of the recipient that was taken last, for the first time.</summary>
    public long TakenUpTo { get; set; }

    public long NextSlot { get; set; }

    /// <summary>Where the next slot would be had none been missed.</summary>
    public long DueSlot { get; set; }

    /// <summary>How many of the pending ones have a holder.</summary>
    public long Held { get; set; }

    public bool IsRunning => IsReadable && Visibility is Visibility.Public && Standing.State is CampaignState.Running;

    public bool IsCancelled => Standing.State is CampaignState.Cancelled;

    public long Pending => _counts[(int)RecipientOutcome.Pending];

    public static CampaignRow? Load(SqliteSession session, string app, string id) =>
        One(session.Prepare(Find, app, id));

    public static CampaignRow? Load(SqliteSession session, long no) => One(session.Prepare(FindByNo, no));

    public static List<CampaignRow> LoadRunning(SqliteSession session) =>
        [.. All(session, session.Prepare(FindInState, (int)CampaignState.Running)).Where(row => row.IsReadable)];

    /// <summary>Those that are older than another, newest first.</summary>
    public static List<CampaignRow> LoadBefore(SqliteSession session, string app, string id, int max) =>
        All(session, session.Prepare(Before, app, id, max));

    public static void Insert(SqliteSession session, NewCampaign campaign, DateTimeOffset now, TimeSpan lease) =>
        session.Execute(
            Put, campaign.Id, campaign.App, CampaignJson.Write(campaign.Plan),
            (now + lease).ToUnixTimeMilliseconds(),
            campaign.Plan.StartAt?.ToUnixTimeMilliseconds(),
            now.ToUnixTimeMilliseconds(),
            campaign.Plan.Audience is CampaignAudience.List);

    /// <summary>Recipients that had no outcome have one now; or, being new, none.</summary>
    public void Add(RecipientOutcome outcome, long number = 1)
    {
        _counts[(int)outcome] += number;
        if (outcome is not RecipientOutcome.Pending)
            _counts[(int)RecipientOutcome.Pending] -= number;
    }

    /// <summary>Ends it if there is nothing left to do.</summary>
    public void FinishIfDone(DateTimeOffset now)
    {
        if (!AudienceKnown || Pending > 0 || Standing.State is not (CampaignState.Running or CampaignState.Paused))
            return;
        Standing = new(CampaignState.Finished);
        ResumesAt = null;
        FinishedAt = now;
    }

    public void Save(SqliteSession session) => session.Execute(
        Change, No, (int)Visibility, (int)Standing.State, (int?)Standing.Reason, ResumesAt?.ToUnixTimeMilliseconds(),
        StartedAt?.ToUnixTimeMilliseconds(), FinishedAt?.ToUnixTimeMilliseconds(), AudienceKnown, AudienceCursor, LastNumber,
        TakenUpTo, NextSlot, Held, _counts[0], _counts[1], _counts[2], _counts[3], _counts[4], _counts[5], _counts[6],
        _counts[7], DueSlot);

    /// <summary>Stores another rate, which is a part of the plan; what else the step changes is saved with the row.</summary>
    public void ChangeRate(SqliteSession session, double rate)
    {
        Plan = Plan with { Rate = rate };
        session.Execute(ChangePlan, No, CampaignJson.Write(Plan));
    }

    public Campaign ToCampaign() => new()
    {
        Id = Id,
        App = App,
        Plan = Plan,
        State = Standing.State,
        PausedReason = Standing.Reason,
        ResumesAt = ResumesAt,
        AudienceKnown = AudienceKnown,
        CreatedAt = CreatedAt,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        Counts = new()
        {
            Pending = Count(RecipientOutcome.Pending),
            Sent = Count(RecipientOutcome.Sent),
            NoCredit = Count(RecipientOutcome.NoCredit),
            Refused = Count(RecipientOutcome.Refused),
            Failed = Count(RecipientOutcome.Failed),
            Uncertain = Count(RecipientOutcome.Uncertain),
            Cancelled = Count(RecipientOutcome.Cancelled),
            Skipped = Count(RecipientOutcome.Skipped),
        },
    };

    // A moment that no clock shows is none.
    private static long Slot(long microseconds) => StoredValues.IsTime(microseconds / 1000) ? microseconds : 0;

    private long Count(RecipientOutcome outcome) => _counts[(int)outcome];

    private static CampaignRow? One(SqliteCommand query)
    {
        using var reader = query.ExecuteReader();
        return reader.Read() ? new(reader) : null;
    }

    private static List<CampaignRow> All(SqliteSession session, SqliteCommand query)
    {
        using var reader = query.ExecuteReader();
        var rows = new List<CampaignRow>();
        while (reader.Read())
            rows.Add(new(reader));
        foreach (var row in rows.Where(row => !row.IsReadable))
            session.Unreadable.PassOver(row.App, "campaign", row.Id, "its plan, state or reason is none that this version knows");
        return rows;
    }
}

/// <summary>Where a campaign is visible.</summary>
internal enum Visibility
{
    /// <summary>Visible to the request that is still storing its recipients.</summary>
    Loading = 0,

    /// <summary>Visible to all callers.</summary>
    Public = 1,

    /// <summary>Visible to no caller any more: it is removed step by step.</summary>
    GivenUp = 2,
}
