using WeChatPush.Campaigns.Running;

namespace WeChatPush.Campaigns;

/// <summary>
/// Campaigns and their recipients. Every member that changes something is one atomic step, durable when it returns, and a
/// step changes a recipient and the recipient's credit together. A recipient goes
/// <code>
/// pending ── Take ──▶ taken ◀─ Begin, Withdraw ─▶ begun ── Settle ──▶ sent │ refused │ failed │ uncertain
///    ▲ ├─ Take ─▶ noCredit │ skipped                │
///    │ └─ campaign cancelled ─▶ cancelled           │
///    └────── Release ◀──┴───────────────────────────┘
/// </code>
/// A holder that does not renew its lease loses its recipients: a recipient that was not begun is pending again and its
/// credit returned, one that was begun is <see cref="RecipientOutcome.Uncertain"/>, and so is its credit.
/// <see cref="CampaignCounts"/> are kept, not counted, and add up after every step; taken ones count as pending. A running
/// or paused campaign whose recipients are all known, and of which none is pending, becomes
/// <see cref="CampaignState.Finished"/> in the step that brings this about.
/// </summary>
/// <remarks>
/// No member's cost grows with the size of a campaign or the number of its recipients that have an outcome already.
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached. Leases are as
/// long as <see cref="DispatchingOptions.Lease"/>.
/// </remarks>
internal interface ICampaignStore
{
    /// <summary>How many messages may be noted as begun and not yet written at once; <see langword="null"/>: any number.</summary>
    SemaphoreSlim? SendLimiter => null;

    /// <summary>
    /// Begins a campaign that is not visible yet. It is given up when no recipients are added, and it is not published, for
    /// a lease.
    /// </summary>
    ValueTask CreateAsync(NewCampaign campaign, CancellationToken cancellationToken);

    /// <summary>
    /// Adds recipients to a campaign that is not published, in their order, as pending. One whose openid is there
    /// already is passed over: the first counts. Returns the places of those in <paramref name="recipients"/>;
    /// <see langword="null"/>: the campaign was given up.
    /// </summary>
    ValueTask<IReadOnlyList<int>?> AddRecipientsAsync(
        string app, string id, IReadOnlyList<Recipient> recipients, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a campaign visible: as <see cref="CampaignState.Scheduled"/> when its plan has a start time, else as
    /// <see cref="CampaignState.Draft"/>. Checks the key in the same step, and keeps it; keys are of one app. A campaign of
    /// <see cref="CampaignAudience.List"/> is complete from then on. One whose key is taken is discarded.
    /// <see langword="null"/>: its loading took a pause that was too long, and it was given up.
    /// </summary>
    ValueTask<CampaignCreation?> PublishAsync(
        string app, string id, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>
    /// The campaign that was made with a key, as <see cref="PublishAsync"/> would answer; <see langword="null"/>: none was.
    /// </summary>
    ValueTask<CampaignCreation?> FindMadeAsync(string app, IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>Gives up a campaign that is not published. Its recipients go bit by bit, in sweeps.</summary>
    ValueTask DiscardAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a move. The first one to <see cref="CampaignState.Running"/> notes the start;
    /// <see cref="CampaignMove.Cancel"/> notes the end, and every pending recipient without a holder counts as cancelled
    /// from then on. <see langword="null"/>: there is no such campaign.
    /// </summary>
    ValueTask<CampaignChange?> MoveAsync(string app, string id, CampaignMove move, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the rate of a campaign that has not ended. The slots that are given next follow at the new rate, from now on:
    /// what was missed at the old one is not caught up with. <see langword="null"/>: there is no such campaign.
    /// </summary>
    ValueTask<CampaignChange?> ChangeRateAsync(string app, string id, double rate, CancellationToken cancellationToken);

    /// <summary>
    /// Lets run what is scheduled and due, and what is paused until a time that has come; returns how many.
    /// </summary>
    ValueTask<int> StartDueAsync(CancellationToken cancellationToken);

    /// <summary>The campaigns of all apps that are running.</summary>
    ValueTask<IReadOnlyList<Campaign>> GetRunningAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Adds the next users who can be reached to a running campaign of <see cref="CampaignAudience.Everyone"/>, and moves
    /// its place in the walk, in one step; any number of instances may do it at the same time. Returns whether all
    /// recipients are known now, or the campaign is not running: nothing is left to do.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="id">The campaign.</param>
    /// <param name="max">At most so many users.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing.</param>
    ValueTask<bool> ExpandAudienceAsync(string app, string id, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the next pending recipients of a running campaign in their order, released ones first, and renews the holder's
    /// lease. A recipient at the daily limit is skipped; one without a credit gets that as its outcome; for any other a
    /// credit is taken (in a dry run: only looked for). The holder then has the recipient, which counts one more message
    /// towards its daily limit, until this is settled. Those recipients get the next slots: they begin where those before
    /// ended, but not more than <see cref="SlotSchedule.CatchUp"/> before now.
    /// </summary>
    ValueTask<RecipientClaimResult> ClaimAsync(string app, string id, RecipientClaimRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Gives out slots once more, for messages that missed theirs. The campaign is that much behind then, and the slots that
    /// are given next follow faster by <see cref="SlotSchedule.CatchUpFactor"/> until it no longer is.
    /// </summary>
    ValueTask<Slots> GiveSlotsAsync(string app, string id, int number, CancellationToken cancellationToken);

    /// <summary>Notes, right before the requests are written, that the messages may be sent from now on.</summary>
    /// <param name="recipients">Of one campaign and one holder.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing.</param>
    ValueTask<BeginAnswer> BeginAsync(
        IReadOnlyList<ClaimedRecipient> recipients, CancellationToken cancellationToken);

    /// <summary>
    /// Takes that back for messages that were certainly not sent; the holder keeps their recipients, not begun. Passes over
    /// those that it no longer has.
    /// </summary>
    /// <param name="recipients">Of one campaign and one holder.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing.</param>
    ValueTask WithdrawAsync(IReadOnlyList<ClaimedRecipient> recipients, CancellationToken cancellationToken);

    /// <summary>
    /// Notes how sends ended: the recipient's outcome, its credit's, the counts. The message counts towards the recipient's
    /// daily limit if it was sent or may have been, outside of a dry run; for any other outcome it no longer does. Works in
    /// every state of the campaign.
    /// </summary>
    /// <param name="ends">Of one campaign and one holder.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing.</param>
    /// <returns>One answer for each, in their order.</returns>
    ValueTask<IReadOnlyList<SettleAnswer>> SettleAsync(
        IReadOnlyList<RecipientEnd> ends, CancellationToken cancellationToken);

    /// <summary>
    /// Makes recipients pending again that were certainly not sent to, begun or not, and returns their credits; in a
    /// cancelled campaign they are cancelled. Passes over those that their holder no longer has.
    /// </summary>
    /// <param name="recipients">Of one campaign and one holder.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing.</param>
    ValueTask ReleaseAsync(IReadOnlyList<ClaimedRecipient> recipients, CancellationToken cancellationToken);

    /// <summary>Renews a holder's lease. False: the holder has none (any more).</summary>
    ValueTask<bool> RenewAsync(string app, string id, string holder, CancellationToken cancellationToken);

    /// <summary>
    /// Takes up to <paramref name="max"/> recipients from holders whose lease is over; returns how many.
    /// </summary>
    ValueTask<int> RecoverAsync(int max, CancellationToken cancellationToken);

    /// <summary>A campaign; <see langword="null"/>: there is none.</summary>
    ValueTask<Campaign?> FindAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>The campaigns of an app, newest first.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="cursor">Where the last page ended; <see langword="null"/> at the beginning.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">The cursor is not one of this store's.</exception>
    ValueTask<CampaignPage> ListAsync(string app, string? cursor, int max, CancellationToken cancellationToken);

    /// <summary>The recipients of a campaign in their order; none for a campaign that does not exist.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="id">The campaign.</param>
    /// <param name="outcome">Only those with this outcome; <see langword="null"/>: all.</param>
    /// <param name="cursor">Where the last page ended; <see langword="null"/> at the beginning.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">The cursor is not one of this store's.</exception>
    ValueTask<RecipientPage> GetRecipientsAsync(
        string app,
        string id,
        RecipientOutcome? outcome,
        string? cursor,
        int max,
        CancellationToken cancellationToken);

    /// <summary>
    /// Gives up campaigns whose loading has stopped and those that ended longer ago than
    /// <see cref="RetentionOptions.Campaigns"/>, and removes what no longer counts (campaigns that were given up with their
    /// recipients and keys, messages of the day before yesterday), in bounded steps; returns how many rows were removed.
    /// </summary>
    ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken);
}
