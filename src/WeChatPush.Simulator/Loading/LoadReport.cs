using System.Text.Json.Serialization;

namespace WeChatPush.Simulator.Loading;

/// <summary>What came of a load. Times are in milliseconds.</summary>
internal sealed record LoadReport
{
    /// <summary>Pushes a second, as wished and as sent.</summary>
    public required double Rate { get; init; }

    public required double AchievedRate { get; init; }

    public required int Sent { get; init; }

    public required int Acknowledged { get; init; }

    public required int Retries { get; init; }

    /// <summary>Pushes that no try of three got acknowledged.</summary>
    public required int GivenUp { get; init; }

    /// <summary>From when each try was due to its answer.</summary>
    public required LoadTimes Answers { get; init; }

    /// <summary>How late the sender itself was.</summary>
    public required LoadTimes Lateness { get; init; }

    /// <summary>What was wrong with answers.</summary>
    public required IReadOnlyDictionary<string, int> Problems { get; init; }

    /// <summary>What the server has; null: it was not asked.</summary>
    public LoadStored? Stored { get; init; }

    /// <summary>Acknowledged texts, with their effects; null: effects were not asked for.</summary>
    public LoadAnswered? Answered { get; init; }

    [JsonIgnore]
    public bool IsLateBeyondTimeout => Answers.Max >= 5000;

    /// <summary>What may not be.</summary>
    public IReadOnlyList<string> Violations =>
    [
        .. Said(Stored is { Lost: > 0 }, "acknowledged pushes are lost"),
        .. Said(Stored is { Doubled: > 0 }, "pushes are stored twice"),
        .. Said(Stored is { Unfinished: > 0 }, "pushes are left unfinished"),
        .. Said(Stored is { Dead: > 0 }, "pushes are dead letters"),
        .. Said(Answered is { Missing: > 0 }, "acknowledged texts have no effect"),
        .. Said(Answered is { Doubled: > 0 }, "texts have more than one effect"),
        .. Said(IsLateBeyondTimeout, "answers took longer than WeChat waits"),
    ];

    private static IEnumerable<string> Said(bool holds, string what) => holds ? [what] : [];
}

/// <summary>Texts whose answer never came, and answers that came again.</summary>
internal sealed record LoadAnswered(int Texts, int Missing, int Doubled);
