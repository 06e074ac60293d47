using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>The sums over all users, and the walk through those who can be reached.</summary>
public abstract class TotalsContract<TStore> : LedgerContract<TStore>
    where TStore : ILedgerUnderTest, new()
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public async Task Totals_OfAnAppWithoutCredits_AreZero()
    {
        var totals = await TotalsAsync();

        (totals.Users, totals.FormIds).ShouldBe((0, new FormIdTotals(0, 0, 0)));
        totals.Templates.ShouldBeEmpty();
    }

    [Fact]
    public async Task Totals_CountCreditsAndUsers_PerTemplate()
    {
        await AcceptAsync("oOne", times: 3);
        await AcceptAsync("oTwo");
        await AcceptAsync("oTwo", template: "tpl-two");
        await NoteAsync(PermitEvent.AcceptedLongTerm, "oThree", "tpl-two");

        var totals = await TotalsAsync();

        totals.Users.ShouldBe(3);
        totals.Templates.ShouldBe(
            [new TemplateTotals("tpl-one", 4, 2, 0, 0), new TemplateTotals("tpl-two", 2, 2, 0, 0)]);
    }

    [Fact]
    public async Task Totals_LeaveOutWhatIsReserved()
    {
        await AcceptAsync();
        await EarnAsync(User, ("f1", Week));
        var permit = await ReserveAsync();
        await ReserveAsync(CreditKind.Template);
        (await TotalsAsync()).Users.ShouldBe(0);

        await SettleAsync(permit, CreditOutcome.Returned);

        (await TotalsAsync()).Users.ShouldBe(1);
    }

    [Fact]
    public async Task Totals_CountAUserOnce_HoweverHeCanBeReached()
    {
        await AcceptAsync("oBoth");
        await EarnAsync("oBoth", ("f1", Week), ("f2", Week / 2));
        await EarnAsync("oForms", ("f3", Week));
        (await TotalsAsync()).Users.ShouldBe(2);

        await SettleAsync(await ReserveAsync(user: "oBoth"), CreditOutcome.Spent);

        var totals = await TotalsAsync();
        totals.Users.ShouldBe(2);
        totals.FormIds.ShouldBe(new FormIdTotals(3, 2, 0));
    }

    [Fact]
    public async Task Totals_FollowTheClockToTheSecond()
    {
        await EarnAsync("oOne", ("a1", TimeSpan.FromSeconds(100)), ("a2", TimeSpan.FromHours(3)));
        await EarnAsync("oTwo", ("b1", TimeSpan.FromSeconds(101)));
        await AcceptAsync("oTwo");

        Time.Advance(TimeSpan.FromSeconds(99.999));
        (await TotalsAsync()).FormIds.ShouldBe(new FormIdTotals(3, 2, 0));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await TotalsAsync()).FormIds.ShouldBe(new FormIdTotals(2, 2, 0));
        Time.Advance(TimeSpan.FromSeconds(1));
        (await TotalsAsync()).FormIds.ShouldBe(new FormIdTotals(1, 1, 0));
        Time.Advance(TimeSpan.FromHours(3));
        (await TotalsAsync()).FormIds.ShouldBe(new FormIdTotals(0, 0, 0));
        (await TotalsAsync()).Users.ShouldBe(1);

        Time.Jump(TimeSpan.FromHours(-3));
        (await TotalsAsync()).FormIds.ShouldBe(new FormIdTotals(1, 1, 0));
    }

    [Fact]
    public async Task Reachable_VisitsEveryUserWithAUsablePermit_OnceAndInChunks()
    {
        foreach (var i in Enumerable.Range(0, 25))
            await AcceptAsync($"oUser{i}", times: 1 + (i % 2));
        await SettleAsync(await ReserveAsync(user: "oUser3"), CreditOutcome.BurnedAll);
        await ReserveAsync(user: "oUser4");
        await AcceptAsync("oElsewhere", template: "tpl-two");

        var users = await WalkAsync(CreditKind.Subscribe, 7);

        users.Order().ShouldBe(Enumerable.Range(0, 25).Except([3, 4]).Select(i => $"oUser{i}").Order());
        (await TemplateAsync()).Users.ShouldBe(users.Count);
    }

    [Fact]
    public async Task Reachable_VisitsEveryUserWithAUsableFormId()
    {
        foreach (var i in Enumerable.Range(0, 10))
            await EarnAsync($"oUser{i}", ($"a{i}", TimeSpan.FromHours(i)), ($"b{i}", TimeSpan.FromMinutes(i)));
        Time.Advance(TimeSpan.FromHours(4));

        (await WalkAsync(CreditKind.Template, 2)).Order().ShouldBe(Enumerable.Range(5, 5).Select(i => $"oUser{i}"));
    }

    [Fact]
    public async Task Reachable_WhileTheLedgerChanges_VisitsNoneTwiceAndMissesNoneWhoStays()
    {
        var stay = Enumerable.Range(0, 40).Select(i => $"oStays{i}").ToList();
        foreach (var user in stay)
            await AcceptAsync(user);

        var visited = new List<string>();
        string? cursor = null;
        var round = 0;
        do
        {
            var chunk = await Ledger.GetReachableAsync("shop", CreditKind.Subscribe, Template, cursor, 3, default);
            visited.AddRange(chunk.OpenIds);
            cursor = chunk.Next;
            // A user who was visited is sent to and accepts again; others come and go.
            foreach (var user in chunk.OpenIds.Where(user => user.StartsWith("oStays", StringComparison.Ordinal)))
            {
                await SettleAsync(await ReserveAsync(user: user), CreditOutcome.Spent);
                await AcceptAsync(user);
            }

            await AcceptAsync($"oComes{round++}");
        }
        while (cursor is not null);

        visited.ShouldBeUnique();
        visited.Where(user => user.StartsWith("oStays", StringComparison.Ordinal)).Order().ShouldBe(stay.Order());
    }

    [Fact]
    public async Task Reachable_OfATemplateNoneAccepted_IsNone()
    {
        (await WalkAsync(CreditKind.Subscribe, 10)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no cursor")]
    [InlineData("0")]
    public async Task Reachable_WithACursorOfAnotherElse_IsAFormatError(string cursor)
    {
        await AcceptAsync();

        await Should.ThrowAsync<FormatException>(
            async () => await Ledger.GetReachableAsync("shop", CreditKind.Subscribe, Template, cursor, 3, default));
    }

    private async Task<List<string>> WalkAsync(CreditKind kind, int max)
    {
        var visited = new List<string>();
        string? cursor = null;
        do
        {
            var chunk = await Ledger.GetReachableAsync("shop", kind, Template, cursor, max, default);
            chunk.OpenIds.Count.ShouldBeLessThanOrEqualTo(max);
            visited.AddRange(chunk.OpenIds);
            cursor = chunk.Next;
        }
        while (cursor is not null);
        visited.ShouldBeUnique();
        return visited;
    }
}
