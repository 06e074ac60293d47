using System.Globalization;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>A row of the table, and the bars it has to reach; a ratio is to the bare row of the same method.</summary>
internal sealed record AcceptRow(string Name, ServerKind Server, WireMode Mode = WireMode.Secure, PushFormat Format = PushFormat.Xml)
{
    /// <summary>Not a push but the GET by which the console checks a URL.</summary>
    public bool IsVerification { get; init; }

    /// <summary>How far each push is followed.</summary>
    public HandlingKind Handling { get; init; }

    /// <summary>Everything until the push is handled, not only until it is answered.</summary>
    public bool IsWhole => Handling != HandlingKind.None;

    /// <summary>
    /// The name of the app. Rows on one Redis must not be each other's duplicates, nor handle each other's pushes.
    /// </summary>
    public string App
    {
        get => field ?? Handling switch
        {
            HandlingKind.None => "bench",
            HandlingKind.NoRule => "whole",
            _ => "answered",
        };
        init;
    }

    /// <summary>From how many users the pushes come. Whole work shares out its pushes by user.</summary>
    public int Users => IsWhole ? 5000 : 1000;

    public double? MinRate { get; init; }

    public double? MinPerSecond { get; init; }

    public double? MaxProcessor { get; init; }

    public double? MaxRedisMicroseconds { get; init; }

    public double? MaxP99 { get; init; }

    public double? MaxP50Microseconds { get; init; }

    public double? MaxP99Microseconds { get; init; }

    /// <summary>How many times as many pushes per second as others it has to take.</summary>
    public IReadOnlyList<(ServerKind Other, double Least)> Over { get; init; } = [];

    /// <summary>What the row's figures are about, and what they leave out.</summary>
    public string Scope => this switch
    {
        { Server: ServerKind.Bare } => "reads the body and answers; leaves out everything else",
        { Server: ServerKind.CoWechat } => "verifies, decrypts and parses; records nothing, so a crash loses what it answered",
        { Server: ServerKind.Express } => "answers; leaves out everything else",
        { IsVerification: true } => "signature and echo, in secure mode",
        { Handling: HandlingKind.None } => $"until the durable answer; leaves out handling. {UserCount}, in turn",
        { Handling: HandlingKind.NoRule } =>
            $"until every push is settled; no rule touches one, so no call of WeChat's API. {UserCount}, at random",
        _ => $"until every push is settled, each answered in text through the simulated API on the load's processor. {UserCount}, at random",
    };

    private string UserCount => string.Create(CultureInfo.InvariantCulture, $"{Users:N0} users");
}

/// <summary>What is done with a push once it is answered.</summary>
internal enum HandlingKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is handled to its end, but no rule is for it.</summary>
    NoRule,

    /// <summary>A rule answers it through WeChat's API.</summary>
    Answered,
}
