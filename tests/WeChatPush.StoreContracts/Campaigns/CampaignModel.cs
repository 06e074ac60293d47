using WeChatPush.Campaigns;
using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Campaigns;

/// <summary>A campaign as one would keep it by hand, one slip of paper per recipient.</summary>
internal sealed class CampaignModel(IReadOnlyList<string> users, IReadOnlyDictionary<string, int> credits)
{
    private readonly List<Slip> _slips = [.. users.Select(user => new Slip(user))];
    private readonly Dictionary<string, (int Usable, int Reserved, int Uncertain)> _credits =
        credits.ToDictionary(pair => pair.Key, pair => (pair.Value, 0, 0));

    private readonly Dictionary<string, DateTimeOffset> _leases = [];

    public CampaignState State { get; private set; } = CampaignState.Running;

    public IReadOnlyDictionary<string, (int Usable, int Reserved, int Uncertain)> Credits => _credits;

    public IReadOnlyDictionary<string, RecipientOutcome> Outcomes =>
        _slips.ToDictionary(slip => slip.User, slip => slip.Outcome);

    public List<string> Take(int max, string holder, DateTimeOffset leasedUntil)
    {
        if (State is not CampaignState.Running)
            return [];
        _leases[holder] = leasedUntil;
        var taken = new List<string>();
        // Those who were released come first: they all stand before those who were never taken.
        foreach (var slip in _slips.Where(slip => slip.Holder is null && slip.Outcome is default(RecipientOutcome))
                     .Take(max))
        {
            var (usable, reserved, uncertain) = _credits[slip.User];
            if (usable == 0)
            {
                slip.Outcome = RecipientOutcome.NoCredit;
                continue;
            }

            _credits[slip.User] = (usable - 1, reserved + 1, uncertain);
            (slip.Holder, slip.Begun) = (holder, false);
            taken.Add(slip.User);
        }

        Finish();
        return taken;
    }

    public bool Begin(string user, string holder) =>
        State is CampaignState.Running && Find(user, holder) is { } slip && (slip.Begun = true);

    public bool Settle(string user, string holder, RecipientOutcome outcome, CreditOutcome credit)
    {
        if (Find(user, holder) is not { } slip)
            return false;
        End(slip, outcome, credit);
        Finish();
        return true;
    }

    public void Release(string user, string holder)
    {
        if (Find(user, holder) is { } slip)
            End(slip, State is CampaignState.Cancelled ? RecipientOutcome.Cancelled : default, CreditOutcome.Returned);
        Finish();
    }

    public int Recover(DateTimeOffset now)
    {
        var recovered = 0;
        foreach (var slip in _slips.Where(slip => slip.Holder is { } holder && _leases[holder] <= now))
        {
            recovered++;
            if (slip.Begun)
                End(slip, RecipientOutcome.Uncertain, CreditOutcome.Uncertain);
            else
                Release(slip.User, slip.Holder!);
        }

        Finish();
        return recovered;
    }

    public bool Move(CampaignState from, CampaignState to)
    {
        if (State != from)
            return false;
        State = to;
        return true;
    }

    public bool Cancel()
    {
        if (State is not (CampaignState.Running or CampaignState.Paused))
            return false;
        State = CampaignState.Cancelled;
        foreach (var slip in _slips.Where(slip => slip.Holder is null && slip.Outcome is default(RecipientOutcome)))
            slip.Outcome = RecipientOutcome.Cancelled;
        return true;
    }

    private Slip? Find(string user, string holder) =>
        _slips.SingleOrDefault(slip => slip.User == user && slip.Holder == holder);

    private void End(Slip slip, RecipientOutcome outcome, CreditOutcome credit)
    {
        (slip.Holder, slip.Outcome) = (null, outcome);
        var (usable, reserved, uncertain) = _credits[slip.User];
        _credits[slip.User] = (
            usable + (credit is CreditOutcome.Returned ? 1 : 0),
            reserved - 1,
            uncertain + (credit is CreditOutcome.Uncertain ? 1 : 0));
    }

    private void Finish()
    {
        if (State is CampaignState.Running or CampaignState.Paused
            && _slips.TrueForAll(slip => slip.Outcome is not default(RecipientOutcome)))
            State = CampaignState.Finished;
    }

    private sealed class Slip(string user)
    {
        public string User => user;

        public RecipientOutcome Outcome { get; set; }

        public string? Holder { get; set; }

        public bool Begun { get; set; }
    }
}
