using System.Collections.Concurrent;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Protocol.Messages;
using WeChatPush.Sending;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Dispatching;

/// <summary>What becomes of a push whose handler or whose sends fail.</summary>
public sealed class RetryTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task AHandlerThatThrows_IsRunAgainEverLater_UntilThePushIsBuriedWithItsReason()
    {
        var attempts = new ConcurrentQueue<DateTimeOffset>();
        await using var engine = await StartAsync(
            handlers => handlers.On<TextMessage>((_, _) =>
            {
                attempts.Enqueue(_time.GetUtcNow());
                throw new InvalidOperationException("the shelf is empty");
            }),
            settings: [("Dispatching:MaxAttempts", "4"), ("Dispatching:FirstRetry", "00:00:05"), ("Dispatching:MaxRetry", "00:00:15")]);

        await engine.PushTextAsync("o", "hi");
        var push = await RunUntilAsync(engine, PushState.Dead);

        push.Attempts.ShouldBe(4);
        push.Timeline.Select(entry => entry.What).ShouldBe(["received", "retry", "retry", "retry", "dead"]);
        push.Timeline[^1].Detail.ShouldBe("TextMessage: InvalidOperationException: the shelf is empty (attempt 4 of 4)");
        var times = attempts.ToArray();
        foreach (var (gap, least) in times.Zip(times.Skip(1), (a, b) => b - a).Zip([5, 10, 15]))
            gap.TotalSeconds.ShouldBeGreaterThanOrEqualTo(least); // how much later at most, RetryDelayTests know; this clock runs on meanwhile
        engine.Log.Text.ShouldContain("the shelf is empty");
    }

    [Fact]
    public async Task ABusyApi_ForHours_BuriesNothing()
    {
        var messages = new ScriptedMessages([.. Enumerable.Repeat(ScriptedMessages.Busy, 20), ScriptedMessages.Sent]);
        await using var engine = await StartAsync(Echo, messages, [("Dispatching:MaxAttempts", "2")]);

        await engine.PushTextAsync("o", "hi");
        var push = await RunUntilAsync(engine, PushState.Done, TimeSpan.FromSeconds(10));

        messages.Bodies.Count.ShouldBe(21);
        push.Attempts.ShouldBe(1);
        push.Sends.ShouldHaveSingleItem().Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task AStoppedApi_LeavesThePushQueued_AndItsAttemptsUncounted()
    {
        var until = _time.GetUtcNow().AddMinutes(10);
        var stopped = new SendResult
        {
            Outcome = SendOutcome.Paused, Class = ErrorClass.Quota, ErrCode = 45009, ErrMsg = "reach max api daily quota limit", RetryAfter = until,
        };
        var messages = new ScriptedMessages([stopped, stopped, ScriptedMessages.Sent]);
        await using var engine = await StartAsync(Echo, messages);

        await engine.PushTextAsync("o", "hi");
        await Eventually.TrueAsync(
            async () => (await engine.StoredAsync())[0].Timeline.Any(entry => entry.What == "postponed"), () => "not postponed");
        var waiting = (await engine.StoredAsync()).ShouldHaveSingleItem();
        var push = await RunUntilAsync(engine, PushState.Done, TimeSpan.FromSeconds(10));

        waiting.State.ShouldBe(PushState.Queued);
        waiting.Attempts.ShouldBe(0);
        waiting.Timeline[^1].Detail.ShouldNotBeNull().ShouldContain("45009");
        push.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task AnOperatorError_LeavesThePushQueued()
    {
        var messages = new ScriptedMessages(
            new SendResult { Outcome = SendOutcome.Failed, Class = ErrorClass.Operator, ErrCode = 40164, ErrMsg = "invalid ip" },
            ScriptedMessages.Sent);
        await using var engine = await StartAsync(Echo, messages);

        await engine.PushTextAsync("o", "hi");
        await messages.NextAsync();
        await engine.WhenAsync(PushState.Queued);

        (await RunUntilAsync(engine, PushState.Done, TimeSpan.FromSeconds(10))).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task ARequestError_BuriesAtOnce_WithWeChatsWords()
    {
        var messages = new ScriptedMessages(
            new SendResult { Outcome = SendOutcome.Failed, Class = ErrorClass.Request, ErrCode = 47003, ErrMsg = "argument invalid! text" });
        await using var engine = await StartAsync(Echo, messages);

        await engine.PushTextAsync("o", "hi");
        var push = await engine.WhenAsync(PushState.Dead);

        push.Attempts.ShouldBe(1);
        push.Timeline[^1].Detail.ShouldBe("TextMessage: failed 47003 (argument invalid! text)");
    }

    [Theory]
    [InlineData(SendOutcome.Refused, ErrorClass.User)]
    [InlineData(SendOutcome.WindowClosed, ErrorClass.User)]
    [InlineData(SendOutcome.Uncertain, ErrorClass.Uncertain)]
    public async Task AnEndThatNoRetryChanges_IsDone(SendOutcome outcome, ErrorClass errorClass)
    {
        var messages = new ScriptedMessages(new SendResult { Outcome = outcome, Class = errorClass });
        await using var engine = await StartAsync(Echo, messages);

        await engine.PushTextAsync("o", "hi");
        var push = await engine.WhenAsync(PushState.Done);

        push.Sends.ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
        messages.Bodies.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ARetryOfOneUser_HoldsBackHisOwnPushes_AndNoneElses()
    {
        var failures = 1;
        var messages = new ScriptedMessages();
        await using var engine = await StartAsync(
            handlers => handlers.On<TextMessage>(async (message, sender) =>
            {
                if (message.Content == "first" && Interlocked.Decrement(ref failures) == 0)
                    throw new InvalidOperationException("not yet");
                await sender.TextAsync(message.Content);
            }),
            messages);

        await engine.PushTextAsync("oSlow", "first");
        await engine.PushTextAsync("oSlow", "second");
        await engine.PushTextAsync("oQuick", "other");
        await messages.NextAsync();
        messages.Texts.ShouldBe(["other"]);

        await _time.RunAsync(Task.WhenAll(messages.NextAsync(), messages.NextAsync()), Step);
        messages.Texts.ShouldBe(["other", "first", "second"]);
    }

    [Fact]
    public async Task AHandlerThatThrowsAfterASend_DoesNotSendItAgain()
    {
        var attempts = 0;
        var results = new ConcurrentQueue<SendOutcome>();
        var messages = new ScriptedMessages();
        await using var engine = await StartAsync(
            handlers => handlers.On<TextMessage>(async (_, sender) =>
            {
                results.Enqueue((await sender.TextAsync("one")).Outcome);
                if (Interlocked.Increment(ref attempts) == 1)
                    throw new InvalidOperationException("between the two");
                results.Enqueue((await sender.TextAsync("two")).Outcome);
            }),
            messages);

        await engine.PushTextAsync("o", "hi");
        var push = await RunUntilAsync(engine, PushState.Done);

        messages.Texts.ShouldBe(["one", "two"]);
        results.ShouldBe([SendOutcome.Sent, SendOutcome.Sent, SendOutcome.Sent]);
        push.Sends.Count.ShouldBe(2);
        push.Attempts.ShouldBe(2);
    }

    private static void Echo(PushHandlers handlers) =>
        handlers.On<TextMessage>((message, sender) => sender.TextAsync(message.Content));

    private Task<EngineUnderTest> StartAsync(
        Action<PushHandlers> handlers, ICustomerMessages? messages = null, IEnumerable<(string, string?)>? settings = null) =>
        EngineUnderTest.StartAsync(new EngineSetup
        {
            Time = _time,
            Messages = messages ?? new ScriptedMessages(),
            Handlers = handlers,
            // The clock runs far faster than the work: no lease may end meanwhile.
            Settings = [("Dispatching:Lease", "1.00:00:00"), .. settings ?? []],
        });

    private async Task<PushDetail> RunUntilAsync(EngineUnderTest engine, PushState state, TimeSpan? step = null)
    {
        var end = engine.WhenAsync(state);
        return await _time.RunAsync(end, step ?? Step);
    }
}
