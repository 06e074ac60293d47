using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.EndToEndTests;

/// <summary>
/// A handler answers inside the request, and is slower than WeChat waits: the tries that follow join the work of the first,
/// at whichever server they come.
/// </summary>
public sealed class SlowReplyTests
{
    private const string Question = "question_of_the_shop";

    [Fact]
    public async Task Push_WhenItsHandlerIsSlow_Is503_AndItsRetryGetsTheAnswer_OfTheOneCall()
    {
        await using var backend = await Backend.StartAsync();
        await using var world = await World.StartAsync(Settings(backend));

        await ShouldAnswerOnceAsync(backend, world.User, world.TryAsync, world.TryAsync);
    }

    [Fact]
    public async Task Push_WhenItsHandlerIsSlow_AndItsRetryGoesToAnotherInstance_GetsTheAnswer_OfTheOneCall()
    {
        await using var backend = await Backend.StartAsync();
        await using var fleet = await Fleet.StartAsync(Settings(backend));

        await ShouldAnswerOnceAsync(
            backend,
            fleet.User,
            push => fleet.TryAsync(fleet.One, push),
            push => fleet.TryAsync(fleet.Other, push));
    }

    [Fact]
    public async Task Push_WhenItIsHandedToHumanAgents_GetsTheSameAnswerAtEveryInstance()
    {
        await using var fleet = await Fleet.StartAsync(
            ("Apps:shop:Rules:3:MsgType", "image"), ("Apps:shop:Rules:3:TransferToCustomerService", "true"));
        var push = fleet.User("oUser").Image("https://shop.example/picture.jpg", "media");

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => fleet.TryAsync(i % 2 == 0 ? fleet.One : fleet.Other, push)));

        replies.ShouldAllBe(reply => reply.Kind == AnswerKind.Reply, fleet.Output);
        replies.Select(reply => reply.Reply).Distinct().ShouldHaveSingleItem()!.ShouldContain("transfer_customer_service");
        (await fleet.One.Admin.ListAsync()).Count.ShouldBe(1);
    }

    private static async Task ShouldAnswerOnceAsync(
        Backend backend, Func<string, PushBuilder> user, Func<PushPayload, Task<PushTry>> first, Func<PushPayload, Task<PushTry>> then)
    {
        var payload = user("oUser").Event(Question);
        var tooEarly = await first(payload);
        tooEarly.Status.ShouldBe(503, tooEarly.Text);
        backend.Reached.IsCompleted.ShouldBeTrue();

        // It comes while the handler still works, and waits with it.
        var retry = then(payload);
        (await then(user("oOther").Image("https://shop.example/picture.jpg", "media"))).Kind.ShouldBe(AnswerKind.Success);
        retry.IsCompleted.ShouldBeFalse();
        backend.Go();
        ShouldBeTheAnswer(await retry);

        ShouldBeTheAnswer(await first(payload));
        ShouldBeTheAnswer(await then(payload));
        backend.Calls.ShouldBe(1);
    }

    private static void ShouldBeTheAnswer(PushTry answer)
    {
        answer.Kind.ShouldBe(AnswerKind.Reply, $"{answer.Status} {answer.Problem}");
        answer.Reply!.ShouldContain("number 1");
    }

    private static (string, string)[] Settings(Backend backend) =>
    [
        ("Receiving:ReplyBudget", "00:00:02"),
        ("Apps:shop:Rules:3:Event", Question),
        ("Apps:shop:Rules:3:Forward:Url", backend.Url),
        ("Apps:shop:Rules:3:Forward:Secret", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
        ("Apps:shop:Rules:3:Forward:Reply", "true"),
    ];
}
