using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.TestSupport.Fuzzing;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Fuzzing;

/// <summary>What comes in over real sockets from somebody who does not keep to HTTP, against the real process. The README says how to run it longer.</summary>
public sealed partial class WireFuzzTests(ITestOutputHelper output)
{
    private const int UsualCases = 400;
    private const int OneFor = 50;
    private const int OneGood = 10;
    private const long RoomToBreathe = 200 * 1024;
    private static readonly TimeSpan TimeoutForMore = TimeSpan.FromMilliseconds(100);

    // The contract's, and HTTP's own: no length, a head that is too long, an unknown version.
    private static readonly int[] Allowed = [200, 400, 403, 404, 405, 413, 408, 411, 414, 417, 431, 505];

    // A rule sends a text without its control characters.
    private static readonly IReadOnlyList<string> Shown = [.. TypedTexts.Parts.Where(part => !part.Any(char.IsControl))];

    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly ConcurrentBag<string> _good = [];

    [Fact]
    public async Task Requests_WhenTheyAreBrokenOnTheWire_AreRefused_AndGoodOnesInBetweenAreHandled()
    {
        var plan = FuzzPlan.Read(UsualCases, OneFor);
        output.Say($"requests on the wire: {plan}");
        await using var world = await World.StartAsync();
        await new FuzzRun(plan with { Cases = plan.Cases / 4 }, chance => PlayAsync(world, chance)).RunAsync();
        var early = world.Server.Memory;
        await new FuzzRun(plan with { Seed = unchecked(plan.Seed + 1) }, chance => PlayAsync(world, chance)).RunAsync();
        await Effects.ArriveAsync(world.WeChat, [.. _good], () => world.Server.Output);

        var late = world.Server.Memory;
        output.Say($"answers: {string.Join(", ", _answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Value} × {answer.Key}"))}; memory of the server: {early / 1024} → {late / 1024} MiB");
        Effects.Count(world.WeChat).ShouldAllBe(effect => effect.Value == 1);
        (late - early).ShouldBeLessThan(RoomToBreathe);
        (await world.Server.HealthAsync()).ShouldBe("healthy");
        world.Server.Output.Split('\n').Where(IsOffence).ShouldBeEmpty();
    }

    private async Task PlayAsync(World world, FuzzCase chance)
    {
        if (chance.Number % OneGood == 0)
        {
            // Two runs may have cases of one number: the words are the tests' own. What else the user types comes back to the letter.
            var words = $"{Guid.NewGuid():N} {Typed(chance)}.";
            var answer = await SendAsync(world, WireCases.Good(world.App, world.User(FuzzCorpus.UserOf(chance)).Text(words)), chance, FuzzRun.MaxCase);
            answer.ShouldBe(["200"], $"a good push among bad ones\n{world.Server.Output}");
            _good.Add(words);
            return;
        }

        // Whatever is acknowledged of a broken one is a message to no user of the tests.
        var payload = world.User(FuzzCorpus.UserOf(chance)).Image("http://pic", "media");
        var request = WireCases.From(chance, world.App, payload);
        var statuses = await SendAsync(world, request, chance, TimeoutForMore);
        foreach (var status in statuses.DefaultIfEmpty("hung up"))
            _answers.AddOrUpdate(status, 1, (_, count) => count + 1);
        statuses.Select(status => int.Parse(status, CultureInfo.InvariantCulture)).Except(Allowed)
            .ShouldBeEmpty($"{Convert.ToBase64String(request.AsSpan(0, Math.Min(3000, request.Length)))}");
    }

    private static string Typed(FuzzCase chance)
    {
        var typed = string.Concat(Enumerable.Range(0, chance.Random.Next(6)).Select(_ => chance.Pick(Shown)));
        return TypedTexts.IsSplit(typed) ? TypedTexts.Forged : typed;
    }

    // The status of each answer that came, until the server had no more to say; who hears nothing hangs up.
    private static async Task<IReadOnlyList<string>> SendAsync(World world, byte[] request, FuzzCase chance, TimeSpan timeout)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(world.Server.Url.Host, world.Server.Url.Port);
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.Latin1);
        var answer = reader.ReadToEndAsync();
        try
        {
            for (var at = 0; at < request.Length;)
            {
                var length = chance.Once(2) ? request.Length - at : Math.Min(request.Length - at, chance.Random.Next(1, 1000));
                at += await socket.SendAsync(request.AsMemory(at, length));
            }

            await ((Task)answer).WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!answer.IsCompleted)
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has heard enough and hung up; what it said before that is still to be read.
        }

        try
        {
            return [.. Status().Matches(await answer).Select(match => match.Groups[1].Value).Where(status => status != "100")];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static bool IsOffence(string line) =>
        line.Contains("   at ", StringComparison.Ordinal)
        || line.Contains(FuzzCorpus.Users, StringComparison.Ordinal)
        || new[] { World.Token, World.Key, World.Secret, AdminClient.Key }.Any(secret => line.Contains(secret, StringComparison.Ordinal));

    [GeneratedRegex(@"HTTP/1\.1 ([0-9]{3})")]
    private static partial Regex Status();
}
