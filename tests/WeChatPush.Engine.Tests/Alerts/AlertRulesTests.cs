using WeChatPush.Alerts;

namespace WeChatPush.Engine.Tests.Alerts;

/// <summary>When something is said, and how often.</summary>
public sealed class AlertRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);
    private readonly AlertState _state = new();

    [Fact]
    public void Condition_ThatLasts_IsSaidOnce_ThenOnceAnHour_AndOnceThatItIsOver()
    {
        var said = Run(TimeSpan.FromMinutes(150), at => at < TimeSpan.FromMinutes(125) ? [Stopped("shop")] : []);

        said.ShouldBe(["0 raised shop", "60 again shop", "120 again shop", "127 over shop"]);
        _state.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Apps_ThatBeginTogether_AreOneMessage_AndThoseThatFollowAreCollected()
    {
        var said = Run(TimeSpan.FromMinutes(9), at => Enumerable.Range(0, at < TimeSpan.FromMinutes(1) ? 300 : 350).Select(i => Stopped($"app{i:000}")));

        said.Select(line => line.Split(' ')[..2]).ShouldBe([["0", "raised"], ["5", "raised"]]);
        AppsIn(said[0]).ShouldBe(300);
        AppsIn(said[1]).ShouldBe(50);
    }

    [Fact]
    public void Apps_ThatEndOneAfterTheOther_AreFewMessages()
    {
        var said = Run(TimeSpan.FromMinutes(30), at => Enumerable.Range(0, Math.Max(0, 40 - (int)at.TotalMinutes * 2)).Select(i => Stopped($"app{i:000}")));

        said.Count(line => line.Contains("raised", StringComparison.Ordinal)).ShouldBe(1);
        said.Count(line => line.Contains("over", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(5);
        said.Where(line => line.Contains("over", StringComparison.Ordinal)).Sum(AppsIn).ShouldBe(40);
    }

    [Fact]
    public void Condition_ThatComesAndGoes_IsNoMessageEachTime()
    {
        var said = Run(TimeSpan.FromMinutes(59), at => (int)at.TotalMinutes % 2 == 0 ? [Stopped("shop")] : []);

        said.ShouldBe(["0 raised shop"]);
    }

    [Fact]
    public void DeadLetters_AreSaidOnce_AndOverWhenNoneIsLeft()
    {
        var said = Run(TimeSpan.FromMinutes(20), at => at.TotalMinutes switch
        {
            0 => [new AlertFinding(AlertKind.Dead, "shop", Start) { Count = 3 }],
            10 => [new AlertFinding(AlertKind.Dead, "shop", Start) { IsOver = true }],
            _ => [],
        });

        said.ShouldBe(["0 raised shop", "10 over shop"]);
    }

    [Fact]
    public void DeadLetters_ThatGrowNoMore_AreOverAfterAnHour()
    {
        var said = Run(TimeSpan.FromMinutes(90), at => at.TotalMinutes <= 10 ? [new AlertFinding(AlertKind.Dead, "shop", Start) { Count = 3 }] : []);

        said.ShouldBe(["0 raised shop", "60 again shop", "70 over shop"]);
    }

    [Fact]
    public void Events_AddUp()
    {
        for (var i = 0; i < 3; i++)
            AlertRules.Apply(_state, [new AlertFinding(AlertKind.HandlerMissing, "shop", Start) { Count = 2, Adds = true, Detail = "xpay_a" }], Start.AddSeconds(i));

        var message = AlertRules.FindDue(_state, Start.AddSeconds(3)).ShouldHaveSingleItem();
        (message.Count, message.Detail).ShouldBe((6, "xpay_a"));
    }

    [Fact]
    public void Message_ThatWasNotSent_IsDueAgain_AlsoIfAnEventIsLongAgo()
    {
        AlertRules.Apply(_state, [new AlertFinding(AlertKind.Dead, "shop", Start) { Count = 1 }], Start);
        AlertRules.FindDue(_state, Start).ShouldHaveSingleItem();

        AlertRules.Apply(_state, [], Start.AddHours(5));

        AlertRules.FindDue(_state, Start.AddHours(5)).ShouldHaveSingleItem().IsOver.ShouldBeFalse();
    }

    [Fact]
    public void Alert_ThatIsBackWhileItsEndIsSaid_IsSaidAgain()
    {
        AlertRules.Apply(_state, [Stopped("shop")], Start);
        AlertRules.Confirm(_state, AlertRules.FindDue(_state, Start), Start);
        var later = Start.AddMinutes(10);
        AlertRules.Apply(_state, [], later);
        var over = AlertRules.FindDue(_state, later);
        AlertRules.Apply(_state, [Stopped("shop")], later);

        AlertRules.Confirm(_state, over, later);

        AlertRules.FindDue(_state, later).ShouldHaveSingleItem().IsOver.ShouldBeFalse();
    }

    [Fact]
    public void State_OfMoreAppsThanAreKept_FitsIntoARecord()
    {
        var findings = from kind in Enum.GetValues<AlertKind>()
                       from i in Enumerable.Range(0, 1000)
                       select new AlertFinding(kind, $"an-app-with-the-longest-name-{i:000}", Start) { Count = long.MaxValue, Detail = new string('x', 64) };

        AlertRules.Apply(_state, findings, Start);

        _state.ToBytes().Length.ShouldBeLessThan(WeChatPush.Records.RecordLimits.MaxContent);
        AlertState.Read(_state.ToBytes()).Find(AlertKind.Lag)!.Apps.Count.ShouldBe(AlertRules.MaxApps);
    }

    [Fact]
    public void Read_OfRubbish_IsAnEmptyState() => AlertState.Read("rubbish"u8).IsEmpty.ShouldBeTrue();

    private static AlertFinding Stopped(string app) => new(AlertKind.Stopped, app, Start) { Detail = "48001" };

    private static int AppsIn(string line) => line.Split(' ')[2].Split(',').Length;

    // A look every quarter of a minute, everything sent.
    private List<string> Run(TimeSpan length, Func<TimeSpan, IEnumerable<AlertFinding>> findings)
    {
        var said = new List<string>();
        for (var at = TimeSpan.Zero; at <= length; at += TimeSpan.FromSeconds(15))
        {
            var now = Start + at;
            AlertRules.Apply(_state, findings(at), now);
            var due = AlertRules.FindDue(_state, now);
            AlertRules.Confirm(_state, due, now);
            said.AddRange(due.Select(message =>
                $"{(int)at.TotalMinutes} {(message.IsOver ? "over" : message.IsReminder ? "again" : "raised")} {string.Join(',', message.Apps)}"));
        }

        return said;
    }
}
