namespace WeChatPush.Coordination;

/// <summary>What one stage forgets when it has had its time.</summary>
internal interface ISweep
{
    /// <summary>What it forgets, in words.</summary>
    string What { get; }

    /// <summary>How long it is from one time to the next when all is tidy.</summary>
    TimeSpan Interval { get; }

    /// <summary>Forgets some. True: there may be more.</summary>
    /// <param name="max">At most about so many rows: nothing else is written meanwhile.</param>
    /// <param name="cancellationToken">The host stops.</param>
    ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken);
}
