using System.Collections.Concurrent;

namespace WeChatPush.Credits;

/// <summary>The reservations of sends under way in this instance, whose leases must not run out.</summary>
internal sealed class HeldReservations
{
    private readonly ConcurrentDictionary<string, CreditReservation> _held = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IReadOnlyList<CreditReservation> All => [.. _held.Values];

    /// <summary>Has a reservation's lease prolonged until the result is disposed.</summary>
    public Holding Hold(CreditReservation reservation)
    {
        _held[reservation.Id] = reservation;
        return new(this, reservation.Id);
    }

    /// <summary>A reservation that is being held.</summary>
    internal readonly struct Holding(HeldReservations owner, string id) : IDisposable
    {
        /// <summary>Holds it no longer.</summary>
        public void Dispose() => owner._held.TryRemove(id, out _);
    }
}
