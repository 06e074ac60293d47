namespace WeChatPush.Credits;

/// <summary>
/// The permits of one user for one template, and the arithmetic of every step. What was earned while some are reserved
/// is counted from the first of these reservations on: so a refusal that comes back late burns what there was when the
/// send began, and leaves alone what the user has accepted since.
/// </summary>
internal record struct Permits
{
    public int Usable { get; private set; }

    public int Reserved { get; private set; }

    public int Uncertain { get; private set; }

    public int Undelivered { get; private set; }

    public bool LongTerm { get; private set; }

    /// <summary>How many were earned since the oldest reservation that is still out.</summary>
    public int Earned { get; private set; }

    /// <summary>Reservations that were made when fewer than this had been earned do not come back.</summary>
    public int Burned { get; private set; }

    /// <summary>Nothing is left to remember.</summary>
    public readonly bool IsEmpty => Usable == 0 && Reserved == 0 && Uncertain == 0 && Undelivered == 0;

    /// <summary>Brings them back from where they are stored.</summary>
    public static Permits Stored(
        int usable, int reserved, int uncertain, int undelivered, bool longTerm, int earned, int burned) => new()
    {
        Usable = usable,
        Reserved = reserved,
        Uncertain = uncertain,
        Undelivered = undelivered,
        LongTerm = longTerm,
        Earned = earned,
        Burned = burned,
    };

    public void Apply(PermitEvent change)
    {
        switch (change)
        {
            case PermitEvent.Accepted:
                Usable = LongTerm ? 1 : Usable + 1;
                LongTerm = false;
                Earn();
                break;
            case PermitEvent.AcceptedLongTerm:
                Usable = 1;
                LongTerm = true;
                Earn();
                break;
            case PermitEvent.Rejected:
                BurnUpTo(Earned);
                break;
            case PermitEvent.Undelivered:
                Undelivered++;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change));
        }
    }

    /// <summary>Reserves one; there must be a usable one. Returns the mark that the reservation keeps.</summary>
    public PermitMark Reserve()
    {
        Reserved++;
        if (!LongTerm)
            Usable--;
        return new PermitMark(Earned, LongTerm);
    }

    /// <summary>Ends a reservation.</summary>
    public void Settle(PermitMark mark, CreditOutcome outcome)
    {
        Reserved--;
        switch (outcome)
        {
            case CreditOutcome.Returned when !mark.LongTerm && !LongTerm && Burned <= mark.Earned:
                Usable++;
                break;
            case CreditOutcome.Burned when mark.LongTerm:
            case CreditOutcome.BurnedAll:
                BurnUpTo(mark.Earned);
                break;
            case CreditOutcome.Uncertain:
                Uncertain++;
                break;
        }

        if (Reserved == 0)
            (Earned, Burned) = (0, 0);
    }

    private void Earn()
    {
        if (Reserved > 0)
            Earned++;
    }

    private void BurnUpTo(int mark)
    {
        // Never below zero, also where what was earned since was lost.
        Usable = Math.Max(0, Math.Min(Usable, Earned - mark));
        LongTerm &= Usable > 0;
        Burned = Reserved > 0 ? Math.Max(Burned, mark + 1) : 0;
    }
}

/// <summary>What a reservation stores about the moment in which it was made.</summary>
internal readonly record struct PermitMark(int Earned, bool LongTerm);
