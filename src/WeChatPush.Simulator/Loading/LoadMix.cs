using System.Globalization;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Loading;

/// <summary>What users do, in which proportion: <c>text=70,image=10,page=5,enter=10,event=5</c>.</summary>
internal sealed class LoadMix
{
    public const string Usual = "text=70,image=10,page=5,enter=10,event=5";

    // Words of its own in every push: each effect is distinguishable from every other, and no event is the retry of
    // another.
    private static readonly Dictionary<string, Func<PushBuilder, string, PushPayload>> Builders = new(StringComparer.OrdinalIgnoreCase)
    {
        [LoadKind.Text] = (user, words) => user.Text(words),
        ["image"] = (user, words) => user.Image("http://mmbiz.qpic.cn/simulator/0", words),
        ["page"] = (user, words) => user.MiniProgramPage(words, "pages/index"),
        ["enter"] = (user, words) => user.EnterSession(words),
        ["event"] = (user, words) => user.Event("load_event", ("Words", words)),
    };

    private readonly List<(LoadKind Kind, int Share)> _kinds = [];
    private int _all;

    /// <summary>Reads a mix; null, with a reason, if it is none.</summary>
    public static LoadMix? Read(string text, out string? problem)
    {
        var mix = new LoadMix();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, share) = part.Split('=', 2) is [var left, var right] ? (left, right) : (part, "1");
            if (!Builders.TryGetValue(name, out var build)
                || !int.TryParse(share, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                problem = $"{part} is no part of a mix: it is one of {string.Join(", ", Builders.Keys)}, with its share, as {Usual}.";
                return null;
            }

            mix._kinds.Add((new LoadKind(name.ToLowerInvariant(), build), number));
            mix._all += number;
        }

        problem = mix._all == 0 ? $"The mix is empty. The usual one is {Usual}." : null;
        return problem is null ? mix : null;
    }

    /// <summary>What one user does next.</summary>
    public LoadKind Next(Random random)
    {
        var left = random.Next(_all);
        foreach (var (kind, share) in _kinds)
        {
            if ((left -= share) < 0)
                return kind;
        }

        return _kinds[^1].Kind;
    }

    public override string ToString() => string.Join(", ", _kinds.Select(kind => $"{kind.Kind.Name} {100 * kind.Share / _all} %"));
}

/// <summary>One thing that users do.</summary>
internal sealed record LoadKind(string Name, Func<PushBuilder, string, PushPayload> Build)
{
    public const string Text = "text";

    /// <summary>Its MsgType and Event, as the admin API has them.</summary>
    public (string MsgType, string? Event) Listed => Name switch
    {
        "page" => ("miniprogrampage", null),
        "enter" => ("event", "user_enter_tempsession"),
        "event" => ("event", "load_event"),
        _ => (Name, null),
    };
}
