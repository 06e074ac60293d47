using System.Text.Json.Serialization;
using WeChatPush.Simulator.Checking;

namespace WeChatPush.Server.Api.Checks;

/// <summary>One line of the answer: a case, or at the end the sum of all.</summary>
internal sealed record CheckLine
{
    /// <summary>What the case belongs to: GET, POST JSON or POST XML.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>What was sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Whether it was answered rightly.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Passed { get; init; }

    /// <summary>What came back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    /// <summary>What should have come back; of a case that failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }

    /// <summary>What goes wrong in real life; of a case that failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required double Ms { get; init; }

    /// <summary>The sum, in the last line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CheckSum? Sum { get; init; }

    public static CheckLine From(CheckResult result) => new()
    {
        Group = result.Group,
        Name = result.Case.Name,
        Passed = result.Verdict.Passed,
        Detail = result.Verdict.Got,
        Expected = result.Verdict.Passed ? null : result.Case.Expected,
        Why = result.Verdict.Passed ? null : result.Case.Why,
        Ms = Math.Round(result.Elapsed.TotalMilliseconds, 1),
    };
}

/// <summary>How many cases there were.</summary>
/// <param name="Cases">All.</param>
/// <param name="Failed">Those that were answered wrongly.</param>
internal sealed record CheckSum(int Cases, int Failed);
