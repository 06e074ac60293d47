using System.Collections.Concurrent;
using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>Many at once: nothing is spent twice, nothing gets lost.</summary>
public abstract class SpendersContract<TStore> : LedgerContract<TStore>
    where TStore : ILedgerUnderTest, new()
{
    private const int Spenders = 32;

    [Fact]
    public async Task Permits_UnderConcurrentSpenders_AreEachSpentOnce()
    {
        await AcceptAsync(times: 100);

        var spent = await SpendAsync(CreditKind.Subscribe);

        spent.Count.ShouldBe(100);
        (await PermitsAsync()).ShouldBe(new PermitBalance(0, 0, false, 0, 0));
        (await TemplateAsync()).ShouldBe(new TemplateTotals(Template, 0, 0, 0, 0));
    }

    [Fact]
    public async Task FormIds_UnderConcurrentSpenders_AreEachSpentOnce()
    {
        foreach (var i in Enumerable.Range(0, 100))
            await EarnAsync(User, ($"f{i}", TimeSpan.FromDays(7)));

        var spent = await SpendAsync(CreditKind.Template);

        spent.Order().ShouldBe(Enumerable.Range(0, 100).Select(i => $"f{i}").Order());
        (await TotalsAsync()).FormIds.ShouldBe(new FormIdTotals(0, 0, 0));
    }

    [Fact]
    public async Task Accepts_WhileTheyAreSpent_AddUp()
    {
        var earners = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AcceptAsync(times: 25)));
        var spent = await SpendAsync(CreditKind.Subscribe);
        await earners;

        (spent.Count + (await PermitsAsync()).Usable).ShouldBe(200);
    }

    /// <summary>
    /// Each takes and settles until nothing is left; now and then one gives back what it took, and takes again.
    /// </summary>
    private async Task<List<string>> SpendAsync(CreditKind kind)
    {
        var spent = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, Spenders).Select(spender => Task.Run(async () =>
        {
            for (var turn = spender; await TryReserveAsync(kind) is { } reservation; turn++)
            {
                if (turn % 5 == 0)
                {
                    (await SettleAsync(reservation, CreditOutcome.Returned)).ShouldBeTrue();
                    continue;
                }

                (await SettleAsync(reservation, CreditOutcome.Spent)).ShouldBeTrue();
                spent.Add(reservation.FormId ?? reservation.Id);
            }
        })));

        // What somebody gave back after the others had gone home.
        while (await TryReserveAsync(kind) is { } left)
        {
            await SettleAsync(left, CreditOutcome.Spent);
            spent.Add(left.FormId ?? left.Id);
        }

        return [.. spent];
    }
}
