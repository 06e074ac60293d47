using WeChatPush.Campaigns.Running;
using WeChatPush.Credits;
using WeChatPush.Storage;

namespace WeChatPush.Campaigns;

/// <summary>Makes campaigns and moves them; the <see cref="CampaignRunner"/> sends them.</summary>
internal sealed class CampaignService(ICampaignStore store, CampaignPreviewer previewer, CampaignEvents events, TimeProvider time)
    : ICampaigns
{
    /// <summary>Recipients that are written down together.</summary>
    private const int BatchSize = 500;

    /// <inheritdoc/>
    public async ValueTask<CampaignCreation> CreateAsync(
        string app,
        CampaignPlan plan,
        IAsyncEnumerable<Recipient> recipients,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        if (PlanCheck.Check(plan) is { Count: > 0 } errors)
            throw new InvalidCampaignException(errors);
        if (plan.CheckStart(time.GetUtcNow()) is { } past)
        {
            // The same request made a campaign in time, and its answer was lost.
            if (key is not null && await store.FindMadeAsync(app, key, cancellationToken) is { } made)
                return made;
            throw Wrong("startAt", past);
        }

        var id = NewCampaign.NewId(time.GetUtcNow());
        await store.CreateAsync(new(id, app, plan), cancellationToken);
        try
        {
            var missing = plan.Audience is CampaignAudience.List
                ? await LoadAsync(app, id, new(plan), recipients, cancellationToken)
                : 0;
            var creation = await store.PublishAsync(app, id, key, cancellationToken) ?? throw TooSlow();
            if (creation.Campaign is { } made && made.Id == id)
                events.Moved(app, id, made.State);
            return creation with { MissingValues = missing };
        }
        catch (Exception error) when (error is not StoreUnavailableException)
        {
            await store.DiscardAsync(app, id, CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<CampaignChange?> StartAsync(string app, string id, CancellationToken cancellationToken) =>
        MoveAsync(app, id, CampaignMove.Start, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignChange?> PauseAsync(string app, string id, CancellationToken cancellationToken) =>
        MoveAsync(app, id, CampaignMove.Pause, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignChange?> ResumeAsync(string app, string id, CancellationToken cancellationToken) =>
        MoveAsync(app, id, CampaignMove.Resume, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignChange?> CancelAsync(string app, string id, CancellationToken cancellationToken) =>
        MoveAsync(app, id, CampaignMove.Cancel, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignChange?> ChangeRateAsync(string app, string id, double rate, CancellationToken cancellationToken) =>
        PlanCheck.CheckRate(rate) is { } complaint
            ? throw Wrong("rate", complaint)
            : store.ChangeRateAsync(app, id, rate, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignPreview> PreviewAsync(
        string app, CampaignPlan plan, IAsyncEnumerable<Recipient> recipients, int samples, CancellationToken cancellationToken) =>
        previewer.PreviewAsync(app, plan, recipients, samples, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Campaign?> FindAsync(string app, string id, CancellationToken cancellationToken) =>
        store.FindAsync(app, id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignPage> ListAsync(
        string app, string? cursor, int max, CancellationToken cancellationToken) =>
        store.ListAsync(app, cursor, max, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RecipientPage> GetRecipientsAsync(
        string app,
        string id,
        RecipientOutcome? outcome,
        string? cursor,
        int max,
        CancellationToken cancellationToken) =>
        store.GetRecipientsAsync(app, id, outcome, cursor, max, cancellationToken);

    /// <summary>Stores the recipients; returns how many lack a value.</summary>
    private async Task<long> LoadAsync(
        string app, string id, ValueCoverage values, IAsyncEnumerable<Recipient> recipients, CancellationToken cancellationToken)
    {
        var piece = new List<Recipient>(BatchSize);
        var (read, added) = (0L, 0L);
        await foreach (var recipient in recipients.WithCancellation(cancellationToken))
        {
            if (!OpenIds.IsPossible(recipient.OpenId))
                throw Wrong($"audience.recipients[{read}].openId", "is not an openid");
            read++;
            piece.Add(recipient);
            if (piece.Count < BatchSize)
                continue;
            added += await AddAsync(app, id, values, piece, cancellationToken);
            piece.Clear();
        }

        if (piece.Count > 0)
            added += await AddAsync(app, id, values, piece, cancellationToken);
        if (added == 0)
            throw Wrong("audience.recipients", "must list at least one recipient");
        return values.Check() is { Count: > 0 } errors ? throw new InvalidCampaignException(errors) : values.Lacking;
    }

    private async ValueTask<int> AddAsync(
        string app, string id, ValueCoverage values, List<Recipient> piece, CancellationToken cancellationToken)
    {
        var passedOver = await store.AddRecipientsAsync(app, id, piece, cancellationToken) ?? throw TooSlow();
        HashSet<int> others = [.. passedOver];
        foreach (var (place, recipient) in piece.Index())
        {
            if (!others.Contains(place))
                values.Add(recipient);
        }

        return piece.Count - passedOver.Count;
    }

    private async ValueTask<CampaignChange?> MoveAsync(
        string app, string id, CampaignMove move, CancellationToken cancellationToken)
    {
        var change = await store.MoveAsync(app, id, move, cancellationToken);
        if (change is { Changed: true })
            events.Moved(app, id, move.To);
        return change;
    }

    private static InvalidCampaignException TooSlow() =>
        Wrong("audience.recipients", "came too slowly: nothing arrived for a whole WeChatPush:Dispatching:Lease");

    private static InvalidCampaignException Wrong(string field, string complaint) =>
        new(new Dictionary<string, string[]> { [field] = [complaint] });
}
