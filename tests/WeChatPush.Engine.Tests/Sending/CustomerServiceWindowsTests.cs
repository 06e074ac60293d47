using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Sqlite.Sending;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

public sealed class CustomerServiceWindowsTests
{
    private static readonly DateTimeOffset Arrival = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-2, -2)]
    [InlineData(2, 2)]
    [InlineData(-300, -300)]
    [InlineData(300, 300)]
    [InlineData(-301, 0)]
    [InlineData(301, 0)]
    [InlineData(-86400, 0)]
    [InlineData(int.MinValue, 0)]
    public async Task Grant_CountsFromCreation_WhereThatIsBelievable(int createdAfter, int countedAfter)
    {
        await using var file = new SqliteFile();
        var windows = Open(file, new ManualTimeProvider(Arrival));

        await windows.GrantAsync(
            "shop", "oUser", WindowGrant.EnteredSession, Arrival.AddSeconds(createdAfter), Arrival, default);

        (await windows.GetAsync("shop", "oUser", default))!.Value
            .ClosesAt.ShouldBe(Arrival.AddSeconds(countedAfter + 60));
    }

    // "m": a message of the user, "e": the user enters the session, "s": a send, "15", "47": a refusal, a number: seconds.
    [Theory]
    [InlineData("m", 5, 172800)]
    [InlineData("e", 2, 60)]
    [InlineData("m m", 5, 172800)]
    [InlineData("e m", 5, 172800)]
    [InlineData("m e", 5, 172800)]
    [InlineData("m s s", 3, 172800)]
    [InlineData("m s s s s e", 2, 172800)]
    [InlineData("m s s s s s s", 0, 172800)]
    [InlineData("m s s s s s s m", 5, 172800)]
    [InlineData("e 59 e", 2, 119)]
    [InlineData("e 60 e", 2, 120)]
    [InlineData("e s 60 e", 2, 120)]
    [InlineData("e s s 30 e", 2, 90)]
    [InlineData("m 172799 e", 5, 172859)]
    [InlineData("m 172800 e", 2, 172860)]
    [InlineData("m 10 15", 0, 10)]
    [InlineData("m 10 47", 0, 172800)]
    [InlineData("m 10 47 1 e", 2, 172800)]
    [InlineData("m 10 15 1 e", 2, 71)]
    [InlineData("15", 0, 0)]
    [InlineData("47", 0, 0)]
    public async Task Window_AfterTheseSteps_IsThis(string steps, int remaining, int closesAfter)
    {
        await using var file = new SqliteFile();
        var time = new ManualTimeProvider(Arrival);
        var windows = Open(file, time);

        foreach (var step in steps.Split(' '))
            await StepAsync(windows, time, "oUser", step);

        (await windows.GetAsync("shop", "oUser", default))
            .ShouldBe(new CustomerServiceWindow(remaining, Arrival.AddSeconds(closesAfter)));
    }

    [Fact]
    public async Task AnySteps_EndAsTheModelSays()
    {
        await using var file = new SqliteFile();
        var run = 0;
        var step = Gen.Elements("m", "e", "s", "s", "s", "15", "47", "1", "20", "61", "86400", "172800");
        var property = Prop.ForAll(Gen.ListOf(step).ToArbitrary(), steps =>
        {
            CheckAsync(file, $"oUser{run++}", [.. steps]).GetAwaiter().GetResult();
            return true;
        });

        property.Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    private static async Task CheckAsync(SqliteFile file, string user, string[] steps)
    {
        var time = new ManualTimeProvider(Arrival);
        var windows = Open(file, time);
        (int Remaining, DateTimeOffset ClosesAt)? model = null;
        foreach (var step in steps)
        {
            // A millisecond apart: which of two events of one moment came first is not promised.
            time.Advance(TimeSpan.FromMilliseconds(1));
            var now = time.GetUtcNow();
            await StepAsync(windows, time, user, step);
            model = step switch
            {
                "m" => Granted(model, 5, now, now.AddHours(48)),
                "e" => Granted(model, 2, now, now.AddMinutes(1)),
                "s" => model is { } window ? (Math.Max(0, window.Remaining - 1), window.ClosesAt) : null,
                "15" => (0, model is { } window && window.ClosesAt < now ? window.ClosesAt : now),
                "47" => (0, model?.ClosesAt ?? now),
                _ => model,
            };
            var actual = await windows.GetAsync("shop", user, default);
            (actual is { } found ? ((int, DateTimeOffset)?)(found.Remaining, found.ClosesAt) : null).ShouldBe(model);
        }
    }

    private static (int, DateTimeOffset) Granted(
        (int Remaining, DateTimeOffset ClosesAt)? old, int messages, DateTimeOffset now, DateTimeOffset end) =>
        old is { } window && window.ClosesAt > now
            ? (Math.Max(window.Remaining, messages), window.ClosesAt > end ? window.ClosesAt : end)
            : (messages, end);

    private static async Task StepAsync(
        CustomerServiceWindows windows, ManualTimeProvider time, string user, string step)
    {
        var now = time.GetUtcNow();
        switch (step)
        {
            case "m":
                await windows.GrantAsync("shop", user, WindowGrant.UserMessage, now, now, default);
                break;
            case "e":
                await windows.GrantAsync("shop", user, WindowGrant.EnteredSession, now, now, default);
                break;
            case "s":
                await windows.ApplyAsync("shop", user, new() { Class = ErrorClass.Sent, ErrCode = 0 }, now);
                break;
            case "15" or "47":
                var refusal = new ApiResult { Class = ErrorClass.User, ErrCode = step == "15" ? 45015 : 45047 };
                await windows.ApplyAsync("shop", user, refusal, now);
                break;
            default:
                time.Advance(TimeSpan.FromSeconds(int.Parse(step)));
                break;
        }
    }

    private static CustomerServiceWindows Open(SqliteFile file, TimeProvider time) =>
        new(new SqliteSendingStore(file.Store), time, NullLogger<CustomerServiceWindows>.Instance);
}
