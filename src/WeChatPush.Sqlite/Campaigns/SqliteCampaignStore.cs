using System.Globalization;
using Microsoft.Extensions.Options;
using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;
using WeChatPush.Coordination;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>The campaigns in the embedded store.</summary>
internal sealed class SqliteCampaignStore : ICampaignStore
{
    /// <summary>Greater than every id.</summary>
    private const string AfterAll = "g";

    private readonly SqliteStore _store;
    private readonly IOptionsMonitor<WeChatPushOptions> _options;
    private readonly TimeProvider _time;

    /// <summary>Brings the tables up to date.</summary>
    public SqliteCampaignStore(SqliteStore store, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time)
    {
        (_store, _options, _time) = (store, options, time);
        store.Migrate("campaigns", CampaignSchema.Version1, CampaignSchema.Version2);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private TimeSpan Lease => _options.CurrentValue.Dispatching.Lease;

    /// <inheritdoc/>
    public async ValueTask CreateAsync(NewCampaign campaign, CancellationToken cancellationToken)
    {
        var (now, lease) = (Now, Lease);
        await _store.WriteAsync(session =>
        {
            CampaignRow.Insert(session, campaign, now, lease);
            return true;
        });
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<int>?> AddRecipientsAsync(
        string app, string id, IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken)
    {
        var until = Now + Lease;
        return _store.WriteAsync(session => AudienceSteps.Load(session, app, id, recipients, until));
    }

    /// <inheritdoc/>
    public ValueTask<CampaignCreation?> PublishAsync(
        string app, string id, IdempotencyKey? key, CancellationToken cancellationToken) =>
        _store.WriteAsync(session => AudienceSteps.Publish(session, app, id, key));

    /// <inheritdoc/>
    public ValueTask<CampaignCreation?> FindMadeAsync(
        string app, IdempotencyKey key, CancellationToken cancellationToken) =>
        _store.ReadAsync(session => AudienceSteps.FindMade(session, app, key), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DiscardAsync(string app, string id, CancellationToken cancellationToken) =>
        await _store.WriteAsync(session =>
        {
            AudienceSteps.Discard(session, app, id);
            return true;
        });

    /// <inheritdoc/>
    public ValueTask<CampaignChange?> MoveAsync(
        string app, string id, CampaignMove move, CancellationToken cancellationToken)
    {
        var now = Now;
        return _store.WriteAsync(session => MoveSteps.Move(session, app, id, move, now));
    }

    /// <inheritdoc/>
    public ValueTask<CampaignChange?> ChangeRateAsync(string app, string id, double rate, CancellationToken cancellationToken)
    {
        var now = Now;
        return _store.WriteAsync(session => MoveSteps.ChangeRate(session, app, id, rate, now));
    }

    /// <inheritdoc/>
    public async ValueTask<int> StartDueAsync(CancellationToken cancellationToken)
    {
        // Asked several times a second: only what has to be written costs a commit.
        var now = Now;
        var due = await _store.ReadAsync(session => MoveSteps.FindDue(session, now), cancellationToken);
        return due.Count == 0 ? 0 : await _store.WriteAsync(session => MoveSteps.StartDue(session, now));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Campaign>> GetRunningAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<Campaign>>(
            session => [.. CampaignRow.LoadRunning(session).Select(row => row.ToCampaign())], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ExpandAudienceAsync(string app, string id, int max, CancellationToken cancellationToken)
    {
        var now = Now;
        return _store.WriteAsync(session => AudienceSteps.ExpandAudience(session, app, id, max, now));
    }

    /// <inheritdoc/>
    public ValueTask<RecipientClaimResult> ClaimAsync(
        string app, string id, RecipientClaimRequest request, CancellationToken cancellationToken)
    {
        var (now, lease) = (Now, Lease);
        return _store.WriteAsync(session => ClaimSteps.Take(session, app, id, request, now, lease));
    }

    /// <inheritdoc/>
    public ValueTask<Slots> GiveSlotsAsync(string app, string id, int number, CancellationToken cancellationToken)
    {
        var now = Now;
        return _store.WriteAsync(session => ClaimSteps.GiveSlots(session, app, id, number, now));
    }

    /// <inheritdoc/>
    public ValueTask<BeginAnswer> BeginAsync(
        IReadOnlyList<ClaimedRecipient> recipients, CancellationToken cancellationToken) =>
        _store.WriteNoteAsync(session => ClaimSteps.Begin(session, recipients));

    /// <inheritdoc/>
    public async ValueTask WithdrawAsync(
        IReadOnlyList<ClaimedRecipient> recipients, CancellationToken cancellationToken) =>
        await _store.WriteAsync(session => ClaimSteps.Withdraw(session, recipients));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SettleAnswer>> SettleAsync(
        IReadOnlyList<RecipientEnd> ends, CancellationToken cancellationToken)
    {
        var now = Now;
        return _store.WriteAsync(session => SettleSteps.Settle(session, ends, now));
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(IReadOnlyList<ClaimedRecipient> recipients, CancellationToken cancellationToken)
    {
        var now = Now;
        await _store.WriteAsync(session =>
        {
            SettleSteps.Release(session, recipients, now);
            return true;
        });
    }

    /// <inheritdoc/>
    public ValueTask<bool> RenewAsync(string app, string id, string holder, CancellationToken cancellationToken)
    {
        var until = Now + Lease;
        return _store.WriteAsync(session =>
            CampaignRow.Load(session, app, id) is { } campaign
            && HolderRows.Renew(session, campaign.No, holder, until));
    }

    /// <inheritdoc/>
    public async ValueTask<int> RecoverAsync(int max, CancellationToken cancellationToken)
    {
        var now = Now;
        var latest = now + LeaseLimit.MaxAhead(Lease);
        var isNeeded = await _store.ReadAsync(
            session => HolderRows.LoadDue(session, now).Count > 0 || HolderRows.HasLeasesAfter(session, latest), cancellationToken);
        return isNeeded ? await _store.WriteAsync(session => SettleSteps.Recover(session, now, latest, max)) : 0;
    }

    /// <inheritdoc/>
    public ValueTask<Campaign?> FindAsync(string app, string id, CancellationToken cancellationToken) =>
        _store.ReadAsync(
            session => CampaignRow.Load(session, app, id) is { Visibility: Visibility.Public } row
                ? row.ToCampaign()
                : null,
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignPage> ListAsync(
        string app, string? cursor, int max, CancellationToken cancellationToken)
    {
        if (cursor is not null && !Guid.TryParseExact(cursor, "N", out _))
            throw new FormatException("The cursor is not one of this store's.");
        return _store.ReadAsync(
            session =>
            {
                var rows = CampaignRow.LoadBefore(session, app, cursor ?? AfterAll, max);
                return new CampaignPage(
                    [.. rows.Select(row => row.ToCampaign())], rows.Count < max ? null : rows[^1].Id);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<RecipientPage> GetRecipientsAsync(
        string app,
        string id,
        RecipientOutcome? outcome,
        string? cursor,
        int max,
        CancellationToken cancellationToken)
    {
        var after = 0L;
        if (cursor is not null
            && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            throw new FormatException("The cursor is not one of this store's.");
        return _store.ReadAsync(
            session => RecipientQueries.Page(session, app, id, outcome, after, max), cancellationToken);
    }

    /// <summary>Takes a user's name off the recipients of an app's campaigns; returns how many.</summary>
    public ValueTask<int> EraseUserAsync(string app, string openId, CancellationToken cancellationToken) =>
        RecipientErasure.RunAsync(_store, app, openId, Now, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken)
    {
        var now = Now;
        var endedBefore = now - _options.CurrentValue.Retention.Campaigns;
        return _store.WriteAsync(session =>
            AudienceSteps.Forget(session, now, endedBefore, max) + DayRows.DropBefore(session, SlotSchedule.DayOf(now) - 1, max));
    }
}
