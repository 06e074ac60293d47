using System.Collections.Concurrent;
using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Fuzzing;
using Xunit.Abstractions;

namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>
/// Requests that no client should send, against the whole server. Each is answered as the contract says, in time; what was
/// acknowledged is stored; the log has no stack and no secret; nothing grows. The README says how to run it longer.
/// </summary>
[Collection(FuzzCollection.Name)]
public sealed class EndpointFuzzTests(ITestOutputHelper output)
{
    private const int UsualCases = 4_000;
    private const int Tries = 15;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(2);
    private const long RoomToBreathe = 128 * 1024 * 1024;

    private readonly ConcurrentDictionary<int, int> _answers = new();
    private int _found;

    [Fact]
    public async Task Requests_WhenTheyAreMutated_AreAnsweredAsTheContractSays_AndStoredIfAcknowledged()
    {
        var plan = FuzzPlan.Read(UsualCases);
        output.WriteLine($"requests: {plan}");
        using var server = await FuzzServer.StartAsync();
        var run = new FuzzRun(plan, chance => PlayAsync(server, chance));
        try
        {
            await run.RunAsync();
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidOperationException($"{error.Message}\nlogged:\n{string.Join('\n', server.Log.Offences)}", error);
        }

        await Eventually.TrueAsync(async () => await UnfinishedAsync(server) is null, () => UnfinishedAsync(server).Result ?? "", WaitTimeout);

        output.WriteLine($"""
            answers: {string.Join(", ", _answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Value} × {answer.Key}"))}; looked up in the store: {_found}
            slowest case: {run.Slowest.TotalMilliseconds:0} ms, heap: {run.Heap.Early / 1024} → {run.Heap.Late / 1024} KiB, lines logged: {server.Log.Lines}
            """);
        server.Log.Offences.ShouldBeEmpty();
        (run.Heap.Late - run.Heap.Early).ShouldBeLessThan(RoomToBreathe);
    }

    private async Task PlayAsync(FuzzServer server, FuzzCase chance)
    {
        var request = FuzzRequests.From(chance) with { Chunk = chance.Once(4) ? chance.Random.Next(1, 2000) : int.MaxValue };
        var (status, text) = await SendAsync(server, request);

        _answers.AddOrUpdate(status, 1, (_, count) => count + 1);
        request.Allowed.ShouldContain(status, $"{status} {text} for {request}");
        if (status != 200)
            text.ShouldBeEmpty();
        else if (text == "success" && request is { Clear: not null, Method: "POST" })
            await ShouldBeStoredAsync(server, chance, request);
    }

    // The one error of the server that the contract has, when the machine is too busy: then a later try succeeds.
    private static async Task<(int Status, string Text)> SendAsync(FuzzServer server, FuzzRequest request)
    {
        var answer = await server.SendAsync(request);
        for (var i = 1; i < Tries && answer.Status == 503; i++)
        {
            await Task.Delay(BetweenTries);
            answer = await server.SendAsync(request);
        }

        return answer;
    }

    // Every case has a user of its own, unless that is what was mutated. Of events that are told apart by something else,
    // such as the number of an order, many cases have the same.
    private async Task ShouldBeStoredAsync(FuzzServer server, FuzzCase chance, FuzzRequest request)
    {
        PushReader.ReadHeader(request.Clear, out var header).ShouldBe(ReadOutcome.Ok, $"{request}");
        if (header.FromUserName != FuzzCorpus.UserOf(chance) || !IsToldApartByUser(header, request.Clear!))
            return;
        Interlocked.Increment(ref _found);
        var page = await server.History.ListAsync(request.App, new PushFilter { OpenId = header.FromUserName, Limit = 1 }, CancellationToken.None);
        var push = await server.History.FindAsync(request.App, page.Items.ShouldHaveSingleItem($"{request}").Id, CancellationToken.None);
        push!.Body.ToArray().ShouldBe(request.Clear);
        if (request.Typed is { } typed)
            ShouldBeThatText(push, typed, request);
    }

    private static void ShouldBeThatText(PushDetail push, string typed, FuzzRequest request)
    {
        PushReader.Read(push.Body, out var message).ShouldBe(ReadOutcome.Ok, $"{request}");
        message["Content"].ShouldBe(typed, $"{request}");
        (push.MsgType, push.Event, message.Event).ShouldBe(("text", null, null), $"{request}");
    }

    private static bool IsToldApartByUser(in PushHeader header, byte[] body)
    {
        var other = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace(header.FromUserName!, "oAnother", StringComparison.Ordinal));
        var identity = PushIdentity.From("any", header, body);
        return identity.User == header.FromUserName
            && PushIdentity.From("any", header with { FromUserName = "oAnother" }, other).Key != identity.Key;
    }

    private static async Task<string?> UnfinishedAsync(FuzzServer server)
    {
        foreach (var app in FuzzApps.All)
        {
            if (await server.History.CountAsync(app.Name, CancellationToken.None) is var count and not { Queued: 0, Processing: 0 })
                return $"{app.Name}: {count}";
        }

        return null;
    }
}
