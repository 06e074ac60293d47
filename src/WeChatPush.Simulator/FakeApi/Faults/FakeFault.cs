using System.Text.Json.Serialization;

namespace WeChatPush.Simulator.FakeApi.Faults;

/// <summary>A misbehaviour on request. What is left out applies to everything, for ever.</summary>
public sealed class FakeFault
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The path, such as <c>/cgi-bin/message/custom/send</c>; null: every API.</summary>
    public string? Api { get; init; }

    /// <summary>Only calls for this user.</summary>
    public string? OpenId { get; init; }

    /// <summary>How many calls are hit; null: all until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>Calls let through unharmed before the first one is hit.</summary>
    public int After { get; init; }

    /// <summary>Answer this errcode instead of doing the work.</summary>
    public int? ErrCode { get; init; }

    public string? ErrMsg { get; init; }

    /// <summary>Answer this HTTP status instead of doing the work.</summary>
    public int? Status { get; init; }

    /// <summary>Answer this body instead of JSON, such as the HTML page of a gateway.</summary>
    public string? Html { get; init; }

    /// <summary>Wait before doing anything else.</summary>
    public int DelayMs { get; init; }

    /// <summary>Wait for a signal before doing anything else.</summary>
    [JsonIgnore]
    public Task? Until { get; init; }

    /// <summary>Read the request and cut the connection instead of answering.</summary>
    public bool Cut { get; init; }

    /// <summary>With <see cref="Cut"/>: the message reached the user all the same.</summary>
    public bool Deliver { get; init; } = true;

    /// <summary>Make the tokens of the account invalid before the call is looked at.</summary>
    public bool RevokeTokens { get; init; }

    /// <summary>Calls a day (of China) before 45009.</summary>
    public int? DailyQuota { get; init; }

    /// <summary>How often it hit.</summary>
    public int Hits { get; internal set; }

    /// <summary>Completes when the first call is hit, before any delay.</summary>
    [JsonIgnore]
    public Task Reached => _reached.Task;

    internal int Matched { get; set; }

    internal DateOnly QuotaDay { get; set; }

    internal int QuotaUsed { get; set; }

    internal void Hit()
    {
        Hits++;
        _reached.TrySetResult();
    }
}
