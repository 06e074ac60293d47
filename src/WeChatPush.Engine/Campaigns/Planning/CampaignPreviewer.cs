using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WeChatPush.Credits;

namespace WeChatPush.Campaigns;

/// <summary>Finds out what a campaign would send, with the code that makes the messages of one that runs.</summary>
internal sealed class CampaignPreviewer(ICreditLedger ledger, TimeProvider time)
{
    // Each is a look of its own into the ledger.
    private const int MaxCreditsChecked = 1000;

    private static readonly Dictionary<string, string> NoData = [];

    public async ValueTask<CampaignPreview> PreviewAsync(
        string app, CampaignPlan plan, IAsyncEnumerable<Recipient> recipients, int samples, CancellationToken cancellationToken)
    {
        if (PlanCheck.Check(plan) is { Count: > 0 } errors)
            throw new InvalidCampaignException(errors);
        if (plan.CheckStart(time.GetUtcNow()) is { } past)
            throw Wrong("startAt", past);
        return plan.Audience is CampaignAudience.List
            ? await PreviewListAsync(app, plan, recipients, samples, cancellationToken)
            : await PreviewEveryoneAsync(app, plan, samples, cancellationToken);
    }

    private async ValueTask<CampaignPreview> PreviewEveryoneAsync(
        string app, CampaignPlan plan, int samples, CancellationToken cancellationToken)
    {
        var texts = new CampaignTexts(plan);
        var totals = await ledger.GetTotalsAsync(app, cancellationToken);
        var first = samples == 0
            ? []
            : (await ledger.GetReachableAsync(app, plan.Kind, plan.TemplateId, cursor: null, samples, cancellationToken)).OpenIds;
        return new()
        {
            Total = plan.Kind is CreditKind.Template
                ? totals.FormIds.Users
                : totals.Templates.FirstOrDefault(template => template.TemplateId == plan.TemplateId)?.Users ?? 0,
            Samples = [.. first.Take(samples).Select(openId => Sample(texts, new(openId), out _))],
        };
    }

    private async ValueTask<CampaignPreview> PreviewListAsync(
        string app, CampaignPlan plan, IAsyncEnumerable<Recipient> recipients, int samples, CancellationToken cancellationToken)
    {
        var (texts, values, seen) = (new CampaignTexts(plan), new ValueCoverage(plan), new HashSet<long>());
        var shown = new List<CampaignSample>(samples);
        var (read, unsendable, noCredit, looked) = (0L, 0L, 0L, 0L);
        await foreach (var recipient in recipients.WithCancellation(cancellationToken))
        {
            if (!OpenIds.IsPossible(recipient.OpenId))
                throw Wrong($"audience.recipients[{read}].openId", "is not an openid");
            read++;
            if (!seen.Add(NumberOf(recipient.OpenId)))
                continue;
            values.Add(recipient);
            var sample = Sample(texts, recipient, out var isSendable);
            if (!isSendable)
                unsendable++;
            if (shown.Count < samples)
                shown.Add(sample);
            if (looked == MaxCreditsChecked)
                continue;
            looked++;
            if (!await HasCreditAsync(app, plan, recipient.OpenId, cancellationToken))
                noCredit++;
        }

        if (read == 0)
            throw Wrong("audience.recipients", "must list at least one recipient");
        if (values.Check() is { Count: > 0 } errors)
            throw new InvalidCampaignException(errors);
        return new()
        {
            Total = seen.Count,
            Repeated = read - seen.Count,
            MissingValues = values.Lacking,
            Unsendable = unsendable,
            NoCredit = noCredit,
            CreditsChecked = looked,
            Samples = shown,
        };
    }

    private async ValueTask<bool> HasCreditAsync(string app, CampaignPlan plan, string openId, CancellationToken cancellationToken)
    {
        var balance = await ledger.GetBalanceAsync(app, openId, cancellationToken);
        return plan.Kind is CreditKind.Template
            ? balance.FormIds.Usable > 0
            : balance.Subscribe.GetValueOrDefault(plan.TemplateId)?.Usable > 0;
    }

    private static CampaignSample Sample(CampaignTexts texts, Recipient recipient, out bool isSendable)
    {
        var message = texts.Make(recipient.OpenId, recipient.Values, out var complaint);
        isSendable = message is not null;
        return new(recipient.OpenId, message?.Page, message?.Data ?? NoData, complaint);
    }

    // Stands for an openid: a set of the openids of a million recipients would be ten times as large.
    private static long NumberOf(string openId) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(openId)));

    private static InvalidCampaignException Wrong(string field, string complaint) =>
        new(new Dictionary<string, string[]> { [field] = [complaint] });
}
