using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>How credits come in, and what comes in once only.</summary>
public abstract class EarnContract<TStore> : LedgerContract<TStore>
    where TStore : ILedgerUnderTest, new()
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public async Task Balance_OfAUserNeverSeen_IsEmpty()
    {
        var balance = await BalanceAsync("oNobody");

        balance.OpenId.ShouldBe("oNobody");
        balance.FormIds.ShouldBe(new FormIdBalance(0, 0, null, 0));
        balance.Subscribe.ShouldBeEmpty();
    }

    [Fact]
    public async Task Accept_CountsUp_ForThisUserTemplateAndApp()
    {
        await AcceptAsync(times: 3);

        (await PermitsAsync()).ShouldBe(new PermitBalance(3, 0, false, 0, 0));
        (await PermitsAsync("oOther")).Usable.ShouldBe(0);
        (await PermitsAsync(template: "tpl-two")).Usable.ShouldBe(0);
        (await BalanceAsync(app: "cafe")).Subscribe.ShouldBeEmpty();
    }

    [Fact]
    public async Task Accept_FromAReportSeenBefore_CountsOnce()
    {
        (await NoteAsync(PermitEvent.Accepted, source: "push 1")).ShouldBe(1);
        (await NoteAsync(PermitEvent.Accepted, source: "push 1")).ShouldBe(0);
        Time.Advance(TimeSpan.FromDays(34));
        (await NoteAsync(PermitEvent.Accepted, source: "push 1")).ShouldBe(0);

        (await PermitsAsync()).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task Accept_FromTheSameReportId_OfAnotherUser_IsAnotherReport()
    {
        (await NoteAsync(PermitEvent.Accepted, "oUser", source: "1")).ShouldBe(1);
        (await NoteAsync(PermitEvent.Accepted, "oOther", source: "1")).ShouldBe(1);
    }

    [Fact]
    public async Task Accept_OfALongTermTemplate_IsOneThatStays()
    {
        await NoteAsync(PermitEvent.AcceptedLongTerm);
        await NoteAsync(PermitEvent.AcceptedLongTerm);

        (await PermitsAsync()).ShouldBe(new PermitBalance(1, 0, true, 0, 0));
    }

    [Fact]
    public async Task Note_OfSeveralTemplates_IsOneStep()
    {
        var counted = await Ledger.NoteAsync(
            "shop", User, "popup",
            [
                new("tpl-one", PermitEvent.Accepted),
                new("tpl-two", PermitEvent.AcceptedLongTerm),
                new("tpl-three", PermitEvent.Rejected),
            ],
            default);

        counted.ShouldBe(new NoteResult(2, 0));
        (await BalanceAsync()).Subscribe.Keys.ShouldBe(["tpl-one", "tpl-two"]);
    }

    [Fact]
    public async Task Reject_BurnsEveryPermitOfThatTemplate()
    {
        await AcceptAsync(times: 3);
        await AcceptAsync(template: "tpl-two");
        await NoteAsync(PermitEvent.Rejected);

        (await PermitsAsync()).Usable.ShouldBe(0);
        (await PermitsAsync(template: "tpl-two")).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task Reject_EndsALongTermPermit()
    {
        await NoteAsync(PermitEvent.AcceptedLongTerm);
        await NoteAsync(PermitEvent.Rejected);

        (await PermitsAsync()).ShouldBe(new PermitBalance(0, 0, false, 0, 0));
        (await TryReserveAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Reject_FromAReportSeenBefore_LeavesWhatWasAcceptedSince()
    {
        await AcceptAsync();
        await NoteAsync(PermitEvent.Rejected, source: "push 1");
        await AcceptAsync();
        await NoteAsync(PermitEvent.Rejected, source: "push 1");

        (await PermitsAsync()).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task Reject_OfATemplateThatIsNotKnownYet_IsSeen_AndLeavesWhatWasAcceptedSince()
    {
        await NoteAsync(PermitEvent.Rejected, source: "push 1");
        await AcceptAsync();
        await NoteAsync(PermitEvent.Rejected, source: "push 1");

        (await PermitsAsync()).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task Undelivered_MarksTheSend_AndGivesNothingBack()
    {
        await AcceptAsync();
        await SettleAsync(await ReserveAsync(), CreditOutcome.Spent);
        await NoteAsync(PermitEvent.Undelivered, source: "push 1");
        await NoteAsync(PermitEvent.Undelivered, source: "push 1");

        (await PermitsAsync()).ShouldBe(new PermitBalance(0, 0, false, 0, 1));
        (await TemplateAsync()).ShouldBe(new TemplateTotals(Template, 0, 0, 0, 1));
    }

    [Fact]
    public async Task FormIds_AreCounted_AndShowWhenTheFirstRunsOut()
    {
        (await EarnAsync(User, ("f1", Week), ("f2", Week / 2))).ShouldBe(2);

        (await FormIdsAsync()).ShouldBe(new FormIdBalance(2, 0, Now + (Week / 2), 0));
        (await FormIdsAsync("oOther")).Usable.ShouldBe(0);
    }

    [Fact]
    public async Task FormId_SeenBefore_IsNoNewCredit_FreeReservedSpentOrExpired()
    {
        (await EarnAsync(User, ("f1", Week), ("f1", Week))).ShouldBe(1);
        (await EarnAsync(User, ("f1", Week * 2))).ShouldBe(0);
        (await EarnAsync("oOther", ("f1", Week))).ShouldBe(0);
        var reservation = await ReserveAsync(CreditKind.Template);
        (await EarnAsync(User, ("f1", Week))).ShouldBe(0);
        await SettleAsync(reservation, CreditOutcome.Spent);
        (await EarnAsync(User, ("f1", Week))).ShouldBe(0);
        Time.Advance(TimeSpan.FromDays(34));
        (await EarnAsync(User, ("f1", Week))).ShouldBe(0);

        (await FormIdsAsync()).ShouldBe(new FormIdBalance(0, 0, null, 0));
    }

    [Fact]
    public async Task FormId_OfAnotherApp_IsAnotherFormId()
    {
        await EarnAsync(User, ("f1", Week));

        (await Ledger.EarnFormIdsAsync("cafe", User, [new("f1", Now + Week)], default)).ShouldBe(1);
    }

    [Fact]
    public async Task FormId_ThatHasRunOut_IsNone()
    {
        (await EarnAsync(User, ("f1", TimeSpan.Zero), ("f2", TimeSpan.FromSeconds(-1)))).ShouldBe(0);
    }

    [Fact]
    public async Task FormId_RunsOutToTheSecond_AndComesBackWithAClockThatIsSetBack()
    {
        await EarnAsync(User, ("f1", Week));

        Time.Advance(Week - TimeSpan.FromMilliseconds(1));
        (await FormIdsAsync()).Usable.ShouldBe(1);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await FormIdsAsync()).ShouldBe(new FormIdBalance(0, 0, null, 0));
        (await TryReserveAsync(CreditKind.Template)).ShouldBeNull();

        await Ledger.SweepAsync(1000, default);
        Time.Jump(TimeSpan.FromHours(-1));
        (await FormIdsAsync()).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task FormIds_OfEqualExpiry_GoInTheOrderInWhichTheyWereReported()
    {
        await EarnAsync(User, ("z", Week), ("a", Week));
        await EarnAsync(User, ("m", Week));
        await EarnAsync(User, ("first", Week / 2));
        await CrashAsync();

        (await SpendAllAsync()).ShouldBe(["first", "z", "a", "m"]);
    }

    [Fact]
    public async Task FormIds_ThatComeBack_KeepTheirPlaceInTheOrder()
    {
        await EarnAsync(User, ("z", Week), ("a", Week), ("m", Week));
        var (z, a) = (await ReserveAsync(CreditKind.Template), await ReserveAsync(CreditKind.Template));
        await EarnAsync(User, ("b", Week));
        await SettleAsync(a, CreditOutcome.Returned);
        await SettleAsync(z, CreditOutcome.Returned);

        (await SpendAllAsync()).ShouldBe(["z", "a", "m", "b"]);
    }

    [Fact]
    public async Task Templates_ThatNoListHas_AreBounded_AndLeaveRoomForThoseThatAreListed()
    {
        foreach (var some in Enumerable.Range(0, CreditLimits.Templates).Chunk(100))
        {
            await Ledger.NoteAsync(
                "shop", "oOther", null, [.. some.Select(i => new PermitChange($"t{i}", PermitEvent.Accepted))], default);
        }

        (await NoteResultAsync(new PermitChange("own", PermitEvent.Accepted))).ShouldBe(new NoteResult(0, 1));
        (await NoteResultAsync(new PermitChange("own", PermitEvent.Rejected))).ShouldBe(new NoteResult(0, 0));
        (await NoteResultAsync(new("own", PermitEvent.Accepted), new("t7", PermitEvent.Accepted)))
            .ShouldBe(new NoteResult(1, 1));
        (await NoteResultAsync(new PermitChange("listed", PermitEvent.Accepted, IsListed: true)))
            .ShouldBe(new NoteResult(1, 0));
        (await AcceptFromClientAsync(User, "reported")).ShouldBe(1);
        (await BalanceAsync()).Subscribe.Keys.ShouldBe(["listed", "reported", "t7"]);
    }

    [Fact]
    public async Task Note_ThatWasRefusedAltogether_CountsWhenItComesAgainAndIsListed()
    {
        foreach (var some in Enumerable.Range(0, CreditLimits.Templates).Chunk(100))
        {
            await Ledger.NoteAsync(
                "shop", "oOther", null, [.. some.Select(i => new PermitChange($"t{i}", PermitEvent.Accepted))], default);
        }

        (await Ledger.NoteAsync("shop", User, "r", [new("own", PermitEvent.Accepted)], default)).Counted.ShouldBe(0);
        (await Ledger.NoteAsync("shop", User, "r", [new("own", PermitEvent.Accepted, true)], default)).Counted.ShouldBe(1);
    }

    [Fact]
    public async Task Sweep_TakesAwayFormIdsThatSayTheyLiveForCenturies()
    {
        await EarnAsync(User, ("f1", TimeSpan.FromDays(365_000)), ("f2", TimeSpan.FromDays(30)));

        await Ledger.SweepAsync(1000, default);

        (await FormIdsAsync()).Usable.ShouldBe(1);
        (await TotalsAsync()).FormIds.ShouldBe(new FormIdTotals(1, 1, 0));
    }

    [Fact]
    public async Task Sweep_TakesAwayWhatRanOut_AndLeavesTheRest()
    {
        await EarnAsync(User, ("f1", TimeSpan.FromDays(1)), ("f2", TimeSpan.FromDays(30)));
        await AcceptAsync(times: 2);
        Time.Advance(TimeSpan.FromDays(10));

        (await Ledger.SweepAsync(1000, default)).ShouldBeGreaterThan(0);

        (await FormIdsAsync()).Usable.ShouldBe(1);
        (await PermitsAsync()).Usable.ShouldBe(2);
        (await TotalsAsync()).FormIds.ShouldBe(new FormIdTotals(1, 1, 0));
    }

    [Fact]
    public async Task Sweep_ForgetsReportsOfLongAgo_AndNoOthers()
    {
        await NoteAsync(PermitEvent.Accepted, source: "long ago");
        Time.Advance(TimeSpan.FromDays(30));
        await NoteAsync(PermitEvent.Accepted, source: "lately");
        Time.Advance(TimeSpan.FromDays(20));
        while (await Ledger.SweepAsync(1, default) > 0)
        {
        }

        (await NoteAsync(PermitEvent.Accepted, source: "lately")).ShouldBe(0);
        (await NoteAsync(PermitEvent.Accepted, source: "long ago")).ShouldBe(1);
    }

    private async Task<NoteResult> NoteResultAsync(params PermitChange[] changes) =>
        await Ledger.NoteAsync("shop", User, null, changes, default);

    private async Task<List<string>> SpendAllAsync()
    {
        var spent = new List<string>();
        while (await TryReserveAsync(CreditKind.Template) is { } reservation)
        {
            spent.Add(reservation.FormId!);
            await SettleAsync(reservation, CreditOutcome.Spent);
        }

        return spent;
    }

    [Fact]
    public async Task Everything_SurvivesACrash()
    {
        await AcceptAsync(times: 2);
        await EarnAsync(User, ("f1", Week));
        await CrashAsync();

        (await PermitsAsync()).Usable.ShouldBe(2);
        (await FormIdsAsync()).Usable.ShouldBe(1);
        (await EarnAsync(User, ("f1", Week))).ShouldBe(0);
    }
}
