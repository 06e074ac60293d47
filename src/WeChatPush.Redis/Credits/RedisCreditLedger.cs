using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Storage;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Credits;

/// <summary>The ledger of a fleet, in Redis. Every member is one script.</summary>
internal sealed class RedisCreditLedger(
    RedisConnection redis,
    AppCatalog catalog,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    RedisStoredApps? stored = null) : ICreditLedger
{
    /// <summary>So that a message to one user is answered in ten seconds, whatever its send takes.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>The most that one script looks at, because it blocks all other clients.</summary>
    private const int Looks = 1000;

    private readonly RedisClock _clock = new(time);
    private readonly ConcurrentDictionary<string, RedisKey[]> _tags = new(StringComparer.Ordinal);
    private readonly ReadyApps _toRecover = new(catalog, time);
    private readonly ReadyApps _toSweep = new(catalog, time);
    private readonly ConcurrentDictionary<string, string> _sweeps = new(StringComparer.Ordinal);

    private long LeaseMs => (long)options.CurrentValue.Dispatching.Lease.TotalMilliseconds;

    /// <inheritdoc/>
    public async ValueTask<int> EarnFormIdsAsync(
        string app, string openId, IReadOnlyList<FormId> formIds, CancellationToken cancellationToken) =>
        (int)await RunAsync(
            RedisCreditScripts.EarnForms,
            app,
            [
                _clock.Now, openId,
                .. formIds.SelectMany(form => Values(app, form)),
            ]);

    /// <inheritdoc/>
    public async ValueTask<NoteResult> NoteAsync(
        string app,
        string openId,
        string? source,
        IReadOnlyList<PermitChange> changes,
        CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
            return default;
        var answer = (int[])(await RunAsync(
            RedisCreditScripts.Note,
            app,
            [
                _clock.Now, openId, NumberOfReport(app, openId, source), CreditLimits.Templates,
                .. changes.SelectMany(change =>
                    new RedisValue[] { change.TemplateId, CreditWords.From(change.Event), change.IsListed ? 1 : 0 }),
            ]))!;
        return new(answer[0], answer[1]);
    }

    /// <inheritdoc/>
    public async ValueTask<ClientCount> EarnFromClientAsync(ClientReport report, CancellationToken cancellationToken)
    {
        var remembered = time.GetUtcNow() + CreditLimits.ClientReportLife;
        var answer = (int[])(await RunAsync(
            RedisCreditScripts.EarnFromClient,
            report.App,
            [
                _clock.Now, report.OpenId,
                CreditLimits.ClientFormIds, CreditLimits.ClientReports, CreditLimits.ClientPermits,
                remembered.ToUnixTimeSeconds(), NumberOfReport(report.App, report.OpenId, report.ReportId),
                report.FormIds.Count, .. report.FormIds.SelectMany(form => Values(report.App, form)),
                .. report.Accepts.SelectMany(accept => new RedisValue[] { accept.TemplateId, CreditWords.From(accept.Event) }),
            ]))!;
        return new(answer[0], answer[1]);
    }

    /// <inheritdoc/>
    public async ValueTask<CreditReservation?> ReserveAsync(
        string app,
        string openId,
        CreditKind kind,
        string templateId,
        CancellationToken cancellationToken)
    {
        var reservation = new CreditReservation
        {
            Id = Guid.NewGuid().ToString("N"), App = app, OpenId = openId, Kind = kind,
        };
        string? formId;
        _toRecover.SetDueBy(app, time.GetUtcNow() + options.CurrentValue.Dispatching.Lease);
        try
        {
            formId = (string?)await RunAsync(
                RedisCreditScripts.Reserve,
                app,
                [
                    _clock.Now, openId, kind is CreditKind.Template ? "" : templateId, reservation.Id,
                    LeaseMs,
                ]);
        }
        catch (StoreOutcomeUnknownException)
        {
            _ = GiveBackAsync(reservation);
            throw;
        }

        return formId is null ? null : reservation with { FormId = formId.Length == 0 ? null : formId };
    }

    /// <inheritdoc/>
    public async ValueTask<bool> BeginAsync(CreditReservation reservation, CancellationToken cancellationToken) =>
        1 == (int)await RunAsync(RedisCreditScripts.Begin, reservation.App, [_clock.Now, reservation.Id]);

    /// <inheritdoc/>
    public async ValueTask WithdrawAsync(CreditReservation reservation, CancellationToken cancellationToken) =>
        await RunAsync(RedisCreditScripts.Withdraw, reservation.App, [_clock.Now, reservation.Id]);

    /// <inheritdoc/>
    public async ValueTask<bool> SettleAsync(
        CreditReservation reservation, CreditOutcome outcome, CancellationToken cancellationToken) =>
        1 == (int)await RunAsync(
            RedisCreditScripts.Settle, reservation.App, [_clock.Now, reservation.Id, CreditWords.From(outcome)]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CreditReservation>> RenewAsync(
        IReadOnlyList<CreditReservation> reservations, CancellationToken cancellationToken)
    {
        var lost = new List<CreditReservation>();
        foreach (var ofApp in reservations.GroupBy(reservation => reservation.App).SelectMany(app => app.Chunk(Looks)))
        {
            var kept = (int[])(await RunAsync(
                RedisCreditScripts.Renew,
                ofApp[0].App,
                [_clock.Now, LeaseMs, .. ofApp.Select(reservation => (RedisValue)reservation.Id)]))!;
            lost.AddRange(ofApp.Where((_, i) => kept[i] == 0));
        }

        return lost;
    }

    /// <inheritdoc/>
    public async ValueTask<CreditBalance> GetBalanceAsync(
        string app, string openId, CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await RunAsync(RedisCreditScripts.Balance, app, [_clock.Now, openId]))!;
        var next = answer[2].ToLong();
        var permits = new SortedDictionary<string, PermitBalance>(StringComparer.Ordinal);
        foreach (var permit in answer[4..].Select(template => (RedisResult[])template!))
        {
            permits[(string)permit[0]!] = new(
                permit[1].ToInt(), permit[2].ToInt(), permit[3].ToInt() == 1, permit[4].ToInt(), permit[5].ToInt());
        }

        return new(
            openId,
            new(
                answer[0].ToInt(),
                answer[1].ToInt(),
                next == 0 ? null : StoredNumbers.ToTime(Math.Min(next, int.MaxValue) * 1000),
                answer[3].ToInt()),
            permits);
    }

    /// <inheritdoc/>
    public async ValueTask<CreditTotals> GetTotalsAsync(string app, CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await RunAsync(RedisCreditScripts.Totals, app, [_clock.Now]))!;
        return new(
            (long)answer[0],
            new((long)answer[1], (long)answer[2], (long)answer[3]),
            [
                .. answer[4..].Select(template => ReadTotals((RedisResult[])template!))
                    .OrderBy(totals => totals.TemplateId, StringComparer.Ordinal),
            ]);
    }

    /// <inheritdoc/>
    public async ValueTask<ReachableUsers> GetReachableAsync(
        string app, CreditKind kind, string templateId, string? cursor, int max, CancellationToken cancellationToken)
    {
        var (shard, last) = ReachableCursor.Parse(cursor);
        if (kind is CreditKind.Template)
        {
            var forms = (RedisResult[])(await RunAsync(
                RedisCreditScripts.ReachableForms, app, [_clock.Now, last, max, max + Looks]))!;
            return Chunk(forms, (int)forms[0] == 1 ? new ReachableCursor(0, (string)forms[1]!) : null);
        }

        var permits = (RedisResult[])(await RunAsync(
            RedisCreditScripts.Reachable, app, [_clock.Now, templateId, shard, last, max, Looks]))!;
        var next = (int)permits[0];
        return Chunk(permits, next < 0 ? null : new ReachableCursor(next, (string)permits[1]!));
    }

    /// <inheritdoc/>
    public async ValueTask<int> RecoverAsync(int max, CancellationToken cancellationToken)
    {
        var recovered = 0;
        await EachApp.RunAsync(_toRecover.Take(), async app =>
        {
            // What does not fit any more comes first next time.
            if (recovered >= max)
            {
                _toRecover.Add(app);
                return;
            }

            var ahead = (long)LeaseLimit.MaxAhead(options.CurrentValue.Dispatching.Lease).TotalMilliseconds;
            var answer = (RedisResult[])(await RunAsync(RedisCreditScripts.Recover, app, [_clock.Now, max - recovered, ahead]))!;
            recovered += (int)answer[0];
            _toRecover.SetDue(app, answer[1].IsNull ? null : _clock.In(answer[1].ToLong()));
        });
        return recovered;
    }

    /// <inheritdoc/>
    public async ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken)
    {
        var gone = 0;
        await EachApp.RunAsync([.. _toSweep.Take().Union(stored?.Removed ?? [])], async app =>
        {
            var answer = (RedisResult[])(await RunAsync(
                RedisCreditScripts.ForgetOld,
                app,
                [_clock.Now, _sweeps.GetValueOrDefault(app, ""), max, (long)CreditLimits.KeepExpired.TotalSeconds]))!;
            gone += (int)answer[0];
            _sweeps[app] = (string?)answer[1] ?? "";
        });
        return gone;
    }

    private static TemplateTotals ReadTotals(RedisResult[] totals) =>
        new((string)totals[0]!, (long)totals[1], (long)totals[2], (long)totals[3], (long)totals[4]);

    private static ReachableUsers Chunk(RedisResult[] answer, ReachableCursor? next) =>
        new([.. answer[2..].Select(user => (string)user!)], next?.ToString());

    /// <summary>
    /// Whether it was reserved is not known, but nothing is sent on it: it must not look as if something might have
    /// been.
    /// </summary>
    private async Task GiveBackAsync(CreditReservation reservation)
    {
        var begun = redis.Time.GetTimestamp();
        while (redis.Time.GetElapsedTime(begun) < options.CurrentValue.Dispatching.Lease)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), redis.Time, CancellationToken.None);
            try
            {
                await SettleAsync(reservation, CreditOutcome.Returned, CancellationToken.None);
                return;
            }
            catch (StoreUnavailableException)
            {
                // Until the lease decides.
            }
        }
    }

    private Task<RedisResult> RunAsync(RedisScript script, string app, RedisValue[] arguments) => redis.EvaluateAsync(
        script,
        _tags.GetOrAdd(app, static name => [Encoding.UTF8.GetBytes($"{{{name}}}")]),
        arguments,
        Timeout);

    private static RedisValue[] Values(string app, FormId form) =>
        [form.Value, form.ExpiresAt.ToUnixTimeSeconds(), Number(CreditMemory.OfFormId(app, form.Value))];

    private static RedisValue NumberOfReport(string app, string openId, string? source) =>
        source is null ? "" : Number(CreditMemory.OfReport(app, openId, source));

    /// <summary>As a number of 64 bits, of which the server packs hundreds together.</summary>
    private static RedisValue Number(byte[] hash) =>
        BinaryPrimitives.ReadInt64BigEndian(hash).ToString(CultureInfo.InvariantCulture);
}
