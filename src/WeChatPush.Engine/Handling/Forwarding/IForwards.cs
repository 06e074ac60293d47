namespace WeChatPush.Handling;

/// <summary>The destinations to which an app's rules forward pushes, and how they do.</summary>
public interface IForwards
{
    /// <summary>The destinations, in the order of the rules. Figures are of this instance, since its start.</summary>
    /// <returns><see langword="null"/>: there is no such app.</returns>
    IReadOnlyList<ForwardDestination>? List(string app);

    /// <summary>
    /// Posts a test event to a destination now, signed as a push is, whether it is paused or left alone or not. What it answers
    /// is told, and nothing is sent because of it.
    /// </summary>
    /// <returns><see langword="null"/>: no rule of the app has such a destination.</returns>
    ValueTask<ForwardTest?> TestAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Lets nothing be forwarded to a destination, at every instance, until it is resumed. Pushes for it wait, in the order of their
    /// users, and that counts as no attempt.
    /// </summary>
    /// <returns><see langword="null"/>: there is no such destination; else whether this changed anything.</returns>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<bool?> PauseAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>Ends a pause; what waited is forwarded within a minute.</summary>
    /// <returns><see langword="null"/>: there is no such destination; else whether this changed anything.</returns>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<bool?> ResumeAsync(string app, string id, CancellationToken cancellationToken);
}

/// <summary>A destination of forwards.</summary>
public sealed record ForwardDestination
{
    /// <summary>Its name in this API; it follows from the address.</summary>
    public required string Id { get; init; }

    /// <summary>Scheme and host: paths and queries have been known to hold secrets.</summary>
    public required string Url { get; init; }

    /// <summary>The rules that forward there, from 0.</summary>
    public required IReadOnlyList<int> Rules { get; init; }

    /// <summary>Whether WeChat is answered with what it returns, for one of the rules at least.</summary>
    public required bool Reply { get; init; }

    /// <summary>Whether it is forwarded to.</summary>
    public required ForwardDestinationState State { get; init; }

    /// <summary>Since when an operator has paused it.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When it is tried again, where it is left alone.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>How many requests the figures are of: the last ones, at most <see cref="MaxCalls"/>.</summary>
    public required int Calls { get; init; }

    /// <summary>How many of them failed.</summary>
    public required int Failures { get; init; }

    /// <summary>Milliseconds until the answer, of half of them at most; <see langword="null"/>: there were none.</summary>
    public double? P50Ms { get; init; }

    /// <summary>Milliseconds until the answer, of 99 of 100 at most.</summary>
    public double? P99Ms { get; init; }

    /// <summary>When it took a push the last time.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When it failed the last time.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>How it failed then.</summary>
    public string? LastFailure { get; init; }

    /// <summary>The largest number of <see cref="Calls"/>.</summary>
    public const int MaxCalls = 1000;
}

/// <summary>Whether a destination is forwarded to.</summary>
public enum ForwardDestinationState
{
    /// <summary>It is.</summary>
    Open,

    /// <summary>It is not: an operator has paused it.</summary>
    Paused,

    /// <summary>It is not, for a while: it failed too often (circuit breaker).</summary>
    LeftAlone,
}

/// <summary>What came of a test event.</summary>
/// <param name="Taken">Whether the destination answered with 2xx.</param>
/// <param name="Status">The status of its answer; <see langword="null"/>: none came.</param>
/// <param name="DurationMs">Milliseconds.</param>
/// <param name="Problem">What went wrong, or what is wrong with its answer.</param>
/// <param name="Answer">The beginning of the answer's body, where it is text.</param>
public sealed record ForwardTest(bool Taken, int? Status, double DurationMs, string? Problem, string? Answer);
