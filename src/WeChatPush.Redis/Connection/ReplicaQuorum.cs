using System.Globalization;

namespace WeChatPush.Redis.Connection;

/// <summary>How many replicas must have a write before it counts.</summary>
/// <param name="Count">How many; 0: the primary alone decides.</param>
/// <param name="Timeout">How long to wait for them.</param>
internal readonly record struct ReplicaQuorum(int Count, TimeSpan Timeout)
{
    // Of the time an append has: a replica that has not answered by then counts as missing, and the rest is for the spool.
    private const double Share = 0.25;

    /// <summary>What <c>Receiving:MinReplicas</c> demands.</summary>
    public static ReplicaQuorum From(ReceivingOptions receiving) => new(receiving.MinReplicas, receiving.AppendTimeout * Share);

    /// <summary>The timeout as <c>WAIT</c> takes it, in milliseconds; there 0 means without end.</summary>
    public long Milliseconds => Math.Max(1, (long)Timeout.TotalMilliseconds);

    /// <summary>Why a write does not count.</summary>
    /// <param name="confirmed">How many replicas had it in time.</param>
    public string Missing(int confirmed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{confirmed} of the {Count} replicas that WeChatPush:Receiving:MinReplicas demands had a write within {Milliseconds} ms");
}
