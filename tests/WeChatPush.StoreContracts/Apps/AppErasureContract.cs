using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Storage;

namespace WeChatPush.StoreContracts.Apps;

/// <summary>What erasing an app must do, and what it must leave alone, on every store.</summary>
public abstract class AppErasureContract : AppErasureFixture
{
    [Fact]
    public async Task Erase_TakesEverythingOfTheApp_AndNothingOfAnother()
    {
        await FillCafeAsync();
        var before = await Stores.DumpAsync();
        await new StoredApp(Engine, App, Time).FillAsync();
        (await Stores.DumpAsync()).Count.ShouldBeGreaterThan(before.Count);

        RemoveApp();
        var erased = await EraseAsync();

        (await Stores.DumpAsync()).ShouldBe(before);
        (erased.Pushes, erased.Windows, erased.Campaigns).ShouldBe((StoredApp.Pushes, 1, 2));
        erased.Users.ShouldBe(1);
        (await EraseAsync()).Any.ShouldBeFalse();
    }

    [Fact]
    public async Task Erase_OfAnAppOfWhichThereIsNothing_IsNothing()
    {
        await FillCafeAsync();
        var before = await Stores.DumpAsync();

        (await Stores.Eraser.EraseAsync("nothing", default)).Any.ShouldBeFalse();

        (await Stores.DumpAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Erase_WhileItsPushesAreHandled_FencesTheirHolders_AndTheyLeaveNothing()
    {
        var before = await Stores.DumpAsync();
        var shop = new StoredApp(Engine, App, Time);
        await shop.FillAsync();
        RemoveApp();
        await EraseAsync();

        (await Inbox.RenewAsync([shop.Held, shop.HeldWithReply], default)).Count.ShouldBe(2);
        foreach (var held in (ClaimedPush[])[shop.Held, shop.HeldWithReply])
        {
            (await Inbox.FindSendAsync(held, 0, default)).State.ShouldBe(SendSlotState.Lost);
            (await Inbox.BeginSendAsync(held, 1, "custom/send", default)).State.ShouldBe(SendSlotState.Lost);
            await Inbox.EndSendAsync(held, 0, StoredApp.Sent(Now), default);
            (await Inbox.SettleAsync(held, new Settlement.Retry(Now, "again", true), default)).ShouldBeFalse();
            (await Inbox.SettleAsync(held, new Settlement.Defer(Now, "later"), default)).ShouldBeFalse();
            (await Inbox.SettleAsync(held, new Settlement.Done("handled", new StoredReply("reply"u8.ToArray())), default)).ShouldBeFalse();
        }

        (await Inbox.WaitForReplyAsync(App, shop.KeyOfReply, TimeSpan.FromSeconds(5), default)).ShouldBeNull();
        await Engine.Ledger.WithdrawAsync(shop.Reservation, default);
        (await Engine.Ledger.SettleAsync(shop.Reservation, CreditOutcome.Returned, default)).ShouldBeFalse();
        (await Engine.Ledger.RenewAsync([shop.Reservation], default)).ShouldHaveSingleItem();
        (await Engine.Campaigns.RenewAsync(App, shop.Campaign, StoredApp.Holder, default)).ShouldBeFalse();
        (await Engine.Campaigns.SettleAsync(
            [new RecipientEnd { Recipient = shop.Taken, Outcome = RecipientOutcome.Failed, Credit = CreditOutcome.Returned }], default))
            .ShouldHaveSingleItem().Settled.ShouldBeFalse();
        await Engine.Campaigns.ReleaseAsync([shop.Taken], default);
        await Engine.SendKeys.RenewAsync(shop.RunningKey, StoredApp.Holder, TimeSpan.FromMinutes(1));
        await Engine.SendKeys.EndAsync(shop.RunningKey, StoredApp.Holder, "answer"u8.ToArray());

        (await Stores.DumpAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Erase_ThenAnAppOfTheSameName_BeginsWithNothing_AndNoOldHolderTouchesIt()
    {
        var old = new StoredApp(Engine, App, Time);
        await old.FillAsync();
        RemoveApp();
        await EraseAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        AddApp();

        // The same identities, nonces, formIds, reports, keys: all are new.
        var next = new StoredApp(Engine, App, Time);
        await next.FillAsync();

        (await Inbox.SettleAsync(old.Held, new Settlement.Done("late"), default)).ShouldBeFalse();
        (await Inbox.RenewAsync([old.Held], default)).ShouldHaveSingleItem();
        (await Inbox.SettleAsync(next.Held, new Settlement.Done("handled"), default)).ShouldBeTrue();
        RemoveApp();
        (await EraseAsync()).Pushes.ShouldBe(StoredApp.Pushes);
    }

    [Fact]
    public async Task Erase_InTheMidstOfWork_LosesRepeatsAndSwapsNothingOfOthers()
    {
        const int users = 7, each = 60;
        for (var i = 0; i < 700; i++)
            await AppendAsync(App, $"oUser{i % 5}", i);
        RemoveApp();
        var handled = new List<(string App, string? OpenId, int Number)>();
        using var erased = new CancellationTokenSource();

        var work = Task.Run(async () =>
        {
            for (var number = 0; number < users * each; number++)
            {
                await AppendAsync("cafe", $"oUser{number % users}", number / users);
                if (number % 5 == 0)
                    await HandleAsync(handled);
            }
        });
        var erasure = await EraseAsync();
        await work;
        while (await HandleAsync(handled) > 0)
        {
        }

        // On a store that is this process's alone some were claimed before they went: each goes once, handled or not.
        var rest = (await EraseAsync()).Pushes;
        (erasure.Pushes + rest).ShouldBe(700);
        rest.ShouldBeLessThanOrEqualTo(handled.Count(push => push.App == App));
        foreach (var user in handled.Where(push => push.App == "cafe").GroupBy(push => push.OpenId))
            user.Select(push => push.Number).ShouldBe(Enumerable.Range(0, each));
        handled.Count(push => push.App == "cafe").ShouldBe(users * each);
    }

    [Fact]
    public async Task Erase_ThatWasGivenUp_IsFinishedByTheNext()
    {
        await FillCafeAsync();
        var before = await Stores.DumpAsync();
        await new StoredApp(Engine, App, Time).FillAsync();
        for (var i = 0; i < 1500; i++)
            await AppendAsync(App, $"oUser{i}", i);
        RemoveApp();
        for (var tries = 0; tries < 5; tries++)
        {
            using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(5 * tries));
            try
            {
                await Stores.Eraser.EraseAsync(App, giveUp.Token);
            }
            catch (OperationCanceledException)
            {
                // As a process that ended in the middle of it.
            }
        }

        await EraseAsync();

        (await Stores.DumpAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Erase_ByTheService_RewritesTheLog()
    {
        await new StoredApp(Engine, App, Time).FillAsync();
        RemoveApp();

        var erased = await Stores.Service.EraseAsync(App, default);

        erased.Pushes.ShouldBe(StoredApp.Pushes);
        erased.LogRewrite.ShouldBeOneOf(LogRewrite.Done, LogRewrite.Started, LogRewrite.Pending);
    }

    private async Task FillCafeAsync()
    {
        var cafe = new StoredApp(Engine, "cafe", Time);
        await cafe.FillAsync();
        await cafe.IndexAsync();
    }

    private ValueTask<AppErasure> EraseAsync() => Stores.Eraser.EraseAsync(App, default);

    private async Task AppendAsync(string app, string user, int number) => (await Inbox.AppendAsync(
        StoredApp.Push(app, $"{app} {user} {number} {Guid.NewGuid()}", user, Now) with { CreateTime = number }, default))
        .ShouldBe(AppendOutcome.Stored);

    private async Task<int> HandleAsync(List<(string App, string? OpenId, int Number)> handled)
    {
        var claims = (await Inbox.ClaimAsync(50, ClaimScope.All, default)).Pushes;
        foreach (var claim in claims)
        {
            // What is erased meanwhile is not counted.
            if (await Inbox.SettleAsync(claim, new Settlement.Done("handled"), default))
                handled.Add((claim.App, claim.OpenId, StoredApp.NumberIn(claim)));
        }

        return claims.Count;
    }
}
