using WeChatPush.Inbox;

namespace WeChatPush.Engine.Tests.Inbox;

public sealed class AppQuotaTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(32, 16)]
    public void OneApp_TakesHalfOfThePlacesAtMost(int places, int most) => Fill(places, "a").ShouldBe([most]);

    [Fact]
    public void AppsThatComeOneAfterTheOther_AlwaysFindAPlace() =>
        Fill(32, "a", "b", "c", "d").ShouldAllBe(taken => taken > 0);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void AppsThatTakeInTurn_GetTheSame_AndLeaveAPlaceForTheNext(int apps)
    {
        var tally = new AppQuota(32, new Dictionary<string, int>()).Begin();
        var taken = new int[apps];
        for (var more = true; more;)
        {
            more = false;
            for (var i = 0; i < apps; i++)
            {
                if (!tally.HasRoom($"{i}"))
                    continue;
                tally.Take($"{i}");
                taken[i]++;
                more = true;
            }
        }

        (taken.Max() - taken.Min()).ShouldBeLessThanOrEqualTo(1);
        taken.Sum().ShouldBeInRange(24, 31);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(40)]
    public void Room_OfSeveralAppsAtOnce_IsNoMoreThanTheyMayHoldTogether(int apps)
    {
        var tally = new AppQuota(32, new Dictionary<string, int>()).Begin();
        var room = tally.Room("0", apps);

        room.ShouldBeInRange(1, 16);
        for (var i = 0; i < Math.Min(apps, 32 / room); i++)
        {
            for (var n = 0; n < room; n++)
                tally.Take($"{i}");
        }

        if (apps * room < 32)
            tally.HasRoom("next").ShouldBeTrue();
    }

    [Fact]
    public void Begin_CountsFromWhatIsHeld_EachTime()
    {
        var quota = new AppQuota(8, new Dictionary<string, int> { ["a"] = 3 });
        var tally = quota.Begin();
        tally.HasRoom("a").ShouldBeTrue();
        tally.Take("a");
        tally.HasRoom("a").ShouldBeFalse();

        quota.Begin().HasRoom("a").ShouldBeTrue();
    }

    [Fact]
    public void Unlimited_IsAlwaysRoom()
    {
        var tally = AppQuota.Unlimited.Begin();
        for (var i = 0; i < 1000; i++)
            tally.Take("a");
        tally.Room("a", 5).ShouldBe(int.MaxValue);
    }

    // What each app gets that takes all it may before the next one comes.
    private static List<int> Fill(int places, params string[] apps)
    {
        var tally = new AppQuota(places, new Dictionary<string, int>()).Begin();
        return [.. apps.Select(app =>
        {
            var taken = 0;
            for (; tally.HasRoom(app); taken++)
                tally.Take(app);
            return taken;
        })];
    }
}
