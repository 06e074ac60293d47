using System.Globalization;
using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Loading;

/// <summary>How many pushes, of which kinds and users, in which forms, and when each is due.</summary>
internal sealed class LoadPlan
{
    private readonly string[] _users;
    private readonly SimulatedApp[] _forms;
    private readonly Random _random;
    private readonly string _run = Random.Shared.Next().ToString("x8", CultureInfo.InvariantCulture);

    /// <param name="forms">The app in every form in which pushes come, one as often as the other.</param>
    /// <param name="users">How many users write.</param>
    /// <param name="mix">What they do.</param>
    /// <param name="seed">Who does what, and in which order.</param>
    public LoadPlan(IReadOnlyList<SimulatedApp> forms, int users, LoadMix mix, int seed)
    {
        _forms = [.. forms];
        _users = [.. Enumerable.Range(0, users).Select(user => FakeOpenId.From(forms[0].AppId, string.Create(CultureInfo.InvariantCulture, $"load {seed} {user}")))];
        _random = new Random(seed);
        Mix = mix;
    }

    public LoadMix Mix { get; }

    public SimulatedApp App => _forms[0];

    public int Users => _users.Length;

    /// <summary>Pushes a second.</summary>
    public required double Rate { get; init; }

    /// <summary>Pushes before the measuring begins.</summary>
    public required TimeSpan WarmUp { get; init; }

    public required TimeSpan Duration { get; init; }

    public int Total => (int)Math.Ceiling(Rate * (WarmUp + Duration).TotalSeconds);

    /// <summary>When a push is due, from the beginning on: not when the one before it has been answered.</summary>
    public TimeSpan DueAt(int number) => TimeSpan.FromSeconds(number / Rate);

    /// <summary>How many are due by now.</summary>
    public int DueBy(TimeSpan elapsed) => Math.Min(Total, (int)Math.Min(int.MaxValue - 1, elapsed.TotalSeconds * Rate) + 1);

    public bool IsMeasured(int number) => DueAt(number) >= WarmUp;

    /// <summary>The next push.</summary>
    public LoadPush Next(int number, TimeProvider time)
    {
        var app = _forms[_random.Next(_forms.Length)];
        var openId = _users[_random.Next(_users.Length)];
        var kind = Mix.Next(_random);
        var words = string.Create(CultureInfo.InvariantCulture, $"load-{_run}-{number:d8}");
        var createTime = time.GetUtcNow().ToUnixTimeSeconds();
        var builder = new PushBuilder(app, openId, time) { CreateTime = createTime };
        return new LoadPush(number, app, kind.Build(builder, words), words, new LoadMark(openId, kind.Listed.MsgType, kind.Listed.Event, createTime));
    }

    /// <summary>In both formats, and with a key also with the clear fields beside the ciphertext, which such a server drops.</summary>
    public static IReadOnlyList<SimulatedApp> Forms(SimulatedApp app, IReadOnlyList<PushFormat> formats, bool bothModes) =>
    [
        .. from mode in bothModes && app.Mode == WireMode.Secure ? [WireMode.Secure, WireMode.Compatible] : new[] { app.Mode }
           from format in formats
           select app with { Mode = mode, Format = format },
    ];
}

/// <summary>One push, and how it is found again.</summary>
internal sealed record LoadPush(int Number, SimulatedApp App, PushPayload Payload, string Words, LoadMark Mark);

/// <summary>What the list of the admin API shows of a push. Several may have one mark, so they are counted.</summary>
internal readonly record struct LoadMark(string OpenId, string MsgType, string? Event, long CreateTime);
