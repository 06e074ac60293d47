namespace WeChatPush.Campaigns;

/// <summary>Campaigns: one message to each of many users, at a rate, until every recipient has an outcome.</summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached. Those that start,
/// pause, resume or cancel give <see langword="null"/> when there is no such campaign.
/// </remarks>
public interface ICampaigns
{
    /// <summary>
    /// Creates a campaign. It becomes visible when all of its recipients are stored, and not before.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="plan">What it is to do.</param>
    /// <param name="recipients">
    /// The recipients, if the audience is a list; read once, while they are stored. An openid that comes twice is one
    /// recipient: the first.
    /// </param>
    /// <param name="key">
    /// The caller's own key for this request, and a hash of its content; <see langword="null"/>: a repeated request makes a
    /// second campaign.
    /// </param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="InvalidCampaignException">What is asked for cannot be done; nothing was made.</exception>
    ValueTask<CampaignCreation> CreateAsync(
        string app,
        CampaignPlan plan,
        IAsyncEnumerable<Recipient> recipients,
        IdempotencyKey? key,
        CancellationToken cancellationToken);

    /// <summary>Starts a campaign that has not run yet.</summary>
    ValueTask<CampaignChange?> StartAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>Pauses a campaign that runs, or keeps one paused that would resume by itself.</summary>
    ValueTask<CampaignChange?> PauseAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>Resumes a paused campaign, whatever it is paused for.</summary>
    ValueTask<CampaignChange?> ResumeAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>Calls a campaign off. Messages on their way still arrive.</summary>
    ValueTask<CampaignChange?> CancelAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the rate of a campaign that has not ended, over the whole fleet; one that runs goes on at it within a second.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="id">The campaign.</param>
    /// <param name="rate">Messages per second.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing.</param>
    /// <exception cref="InvalidCampaignException">No campaign may have this rate.</exception>
    ValueTask<CampaignChange?> ChangeRateAsync(string app, string id, double rate, CancellationToken cancellationToken);

    /// <summary>
    /// Finds out what a campaign would send, and to how many, without storing anything of it.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="plan">What it is to do.</param>
    /// <param name="recipients">The recipients, if the audience is a list; read once.</param>
    /// <param name="samples">For how many recipients the message is shown; the first ones.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="InvalidCampaignException">The campaign could not be made.</exception>
    ValueTask<CampaignPreview> PreviewAsync(
        string app, CampaignPlan plan, IAsyncEnumerable<Recipient> recipients, int samples, CancellationToken cancellationToken);

    /// <summary>A campaign; <see langword="null"/>: there is none.</summary>
    ValueTask<Campaign?> FindAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>The campaigns of an app, newest first.</summary>
    /// <exception cref="FormatException">The cursor is not one of a page before.</exception>
    ValueTask<CampaignPage> ListAsync(string app, string? cursor, int max, CancellationToken cancellationToken);

    /// <summary>The recipients of a campaign, in their order, all or those with one outcome.</summary>
    /// <exception cref="FormatException">The cursor is not one of a page before.</exception>
    ValueTask<RecipientPage> GetRecipientsAsync(
        string app,
        string id,
        RecipientOutcome? outcome,
        string? cursor,
        int max,
        CancellationToken cancellationToken);
}
