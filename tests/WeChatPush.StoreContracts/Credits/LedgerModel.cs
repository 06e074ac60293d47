using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>
/// The ledger as one would keep it by hand, one slip of paper per credit: what every store must agree with.
/// </summary>
internal sealed class LedgerModel(TimeSpan lease)
{
    private readonly List<Slip> _slips = [];
    private readonly HashSet<(string User, string Template)> _longTerm = [];
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<(string User, string Template), (int Uncertain, int Undelivered)> _shown = [];
    private readonly Dictionary<string, int> _uncertainFormIds = [];
    private readonly HashSet<string> _templates = [];
    private readonly Dictionary<(string User, string Template), int> _earned = [];

    public List<Held> Reservations { get; } = [];

    public int EarnFormId(string user, string formId, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        if (expiresAt <= now || !_seen.Add($"form {formId}"))
            return 0;
        _slips.Add(new Slip(user, null) { FormId = formId, ExpiresAt = expiresAt, Order = _seen.Count });
        return 1;
    }

    public int Note(string user, string template, PermitEvent change, string source)
    {
        if (!_seen.Add($"{user} {source}"))
            return 0;
        if (change is not PermitEvent.Rejected)
            _templates.Add(template);
        switch (change)
        {
            case PermitEvent.Accepted:
                if (_longTerm.Remove((user, template)))
                    _slips.RemoveAll(slip => slip.User == user && slip.Template == template);
                Earn(user, template);
                return 1;
            case PermitEvent.AcceptedLongTerm:
                _slips.RemoveAll(slip => slip.User == user && slip.Template == template);
                _longTerm.Add((user, template));
                Earn(user, template);
                return 1;
            case PermitEvent.Rejected:
                Burn(user, template, _earned.GetValueOrDefault((user, template)));
                return 0;
            default:
                Show(user, template, (0, 1));
                return 0;
        }
    }

    public string? Reserve(string user, CreditKind kind, string template, bool begun, string id, DateTimeOffset now)
    {
        var of = kind is CreditKind.Template ? null : template;
        var slip = _slips.Where(slip => slip.User == user && slip.Template == of && slip.ExpiresAt > now)
            .OrderBy(slip => slip.ExpiresAt).ThenBy(slip => slip.Order).FirstOrDefault();
        if (slip is null)
            return null;
        var longTerm = of is not null && _longTerm.Contains((user, of));
        if (!longTerm)
            _slips.Remove(slip);
        var earned = of is null ? 0 : _earned[(user, of)];
        Reservations.Add(new Held(id, slip, longTerm, earned) { Begun = begun, LeasedUntil = now + lease });
        return slip.FormId ?? "";
    }

    public bool Begin(string id)
    {
        if (Find(id) is not { } held)
            return false;
        held.Begun = true;
        return true;
    }

    public bool Renew(string id, DateTimeOffset now)
    {
        if (Find(id) is not { } held)
            return false;
        held.LeasedUntil = now + lease;
        return true;
    }

    public bool Settle(string id, CreditOutcome outcome)
    {
        if (Find(id) is not { } held)
            return false;
        Reservations.Remove(held);
        var slip = held.Slip;
        switch (outcome)
        {
            case CreditOutcome.Returned when slip.Template is null:
            case CreditOutcome.Returned
                when !held.LongTerm && !held.Burned && !_longTerm.Contains((slip.User, slip.Template)):
                _slips.Add(slip);
                break;
            case CreditOutcome.BurnedAll or CreditOutcome.Burned when slip.Template is null:
                break;
            case CreditOutcome.Burned when held.LongTerm:
            case CreditOutcome.BurnedAll:
                Burn(slip.User, slip.Template, held.Earned);
                break;
            case CreditOutcome.Uncertain when slip.Template is null:
                _uncertainFormIds[slip.User] = _uncertainFormIds.GetValueOrDefault(slip.User) + 1;
                break;
            case CreditOutcome.Uncertain:
                Show(slip.User, slip.Template, (1, 0));
                break;
        }

        return true;
    }

    public int Recover(DateTimeOffset now)
    {
        var due = Reservations.Where(held => held.LeasedUntil <= now).ToList();
        foreach (var held in due)
            Settle(held.Id, held.Begun ? CreditOutcome.Uncertain : CreditOutcome.Returned);
        return due.Count;
    }

    public FormIdBalance FormIds(string user, DateTimeOffset now)
    {
        var usable = Usable(now).Where(slip => slip.User == user && slip.Template is null).ToList();
        return new FormIdBalance(
            usable.Count,
            Reservations.Count(held => held.Slip.User == user && held.Slip.Template is null),
            usable.Count == 0 ? null : usable.Min(slip => slip.ExpiresAt),
            _uncertainFormIds.GetValueOrDefault(user));
    }

    public PermitBalance Permits(string user, string template)
    {
        var (uncertain, undelivered) = _shown.GetValueOrDefault((user, template));
        return new PermitBalance(
            _slips.Count(slip => slip.User == user && slip.Template == template),
            Reservations.Count(held => held.Slip.User == user && held.Slip.Template == template),
            _longTerm.Contains((user, template)),
            uncertain,
            undelivered);
    }

    public CreditTotals Totals(DateTimeOffset now)
    {
        var usable = Usable(now).ToList();
        var forms = usable.Where(slip => slip.Template is null).ToList();
        return new CreditTotals(
            usable.Select(slip => slip.User).Distinct().Count(),
            new(forms.Count, forms.Select(slip => slip.User).Distinct().Count(), _uncertainFormIds.Values.Sum()),
            [
                .. from template in _templates.Order(StringComparer.Ordinal)
                   let credits = usable.Where(slip => slip.Template == template).ToList()
                   let shown = (from entry in _shown where entry.Key.Template == template select entry.Value).ToList()
                   select new TemplateTotals(
                       template,
                       credits.Count,
                       credits.Select(slip => slip.User).Distinct().Count(),
                       shown.Sum(entry => entry.Uncertain),
                       shown.Sum(entry => entry.Undelivered)),
            ]);
    }

    public IEnumerable<string> Reachable(string? template, DateTimeOffset now) =>
        Usable(now).Where(slip => slip.Template == template).Select(slip => slip.User).Distinct();

    private IEnumerable<Slip> Usable(DateTimeOffset now) => _slips.Where(slip => slip.ExpiresAt > now);

    private Held? Find(string id) => Reservations.Find(held => held.Id == id);

    private void Earn(string user, string template)
    {
        _earned[(user, template)] = _earned.GetValueOrDefault((user, template)) + 1;
        _slips.Add(new Slip(user, template));
    }

    /// <summary>Burns what was earned up to a count. No more can be left than were earned after it.</summary>
    private void Burn(string user, string template, int upTo)
    {
        var earnedSince = _earned.GetValueOrDefault((user, template)) - upTo;
        var left = _slips.Where(slip => slip.User == user && slip.Template == template).ToList();
        foreach (var slip in left.Skip(earnedSince))
            _slips.Remove(slip);
        if (left.Count == 0 || earnedSince == 0)
            _longTerm.Remove((user, template));
        foreach (var held in Reservations.Where(
            held => held.Slip.User == user && held.Slip.Template == template && held.Earned <= upTo))
            held.Burned = true;
    }

    private void Show(string user, string template, (int Uncertain, int Undelivered) more)
    {
        var shown = _shown.GetValueOrDefault((user, template));
        _shown[(user, template)] = (shown.Uncertain + more.Uncertain, shown.Undelivered + more.Undelivered);
    }

    internal sealed class Slip(string user, string? template)
    {
        public string User => user;

        public string? Template => template;

        public string? FormId { get; init; }

        /// <summary>The place of a formId in the order of the reports.</summary>
        public int Order { get; init; }

        public DateTimeOffset ExpiresAt { get; init; } = DateTimeOffset.MaxValue;
    }

    internal sealed record Held(string Id, Slip Slip, bool LongTerm, int Earned)
    {
        public bool Begun { get; set; }

        public bool Burned { get; set; }

        public DateTimeOffset LeasedUntil { get; set; }
    }
}
