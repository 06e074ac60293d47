using System.Runtime.InteropServices;
using WeChatPush.Protocol;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// The identities that were seen, and until when each counts: in memory, where asking costs no page of the file. Tables of
/// 24-byte slots, cut into shards by the key itself so that growing one delays no caller; expired slots are dropped when a
/// shard is full. Used by the writer alone.
/// </summary>
internal sealed class DeduplicationIndex
{
    private const int ShardCount = 256;
    private const long Free = 0;
    private const long Over = 1;

    private readonly Shard[] _shards = new Shard[ShardCount];

    /// <summary>Until when the key counts, in Unix ms; in the past or 0: it does not.</summary>
    public long Until(UInt128 key)
    {
        ref var shard = ref ShardOf(key);
        return shard.Slots is null ? Free : shard.Slots[shard.IndexOf(key)].Until;
    }

    /// <summary>Remembers a key until then, whatever was known of it.</summary>
    public void Put(UInt128 key, long until, long now)
    {
        ref var shard = ref ShardOf(key);
        shard.Put(key, Math.Max(until, Over), now);
    }

    /// <summary>Takes back a <see cref="Put"/>.</summary>
    public void Restore(UInt128 key, long before)
    {
        ref var shard = ref ShardOf(key);
        ref var slot = ref shard.Slots![shard.IndexOf(key)];
        if (slot.Until != Free)
            slot.Until = Math.Max(before, Over);
    }

    /// <summary>A key as this table has it.</summary>
    public static UInt128 ToUInt128(PushKey key)
    {
        Span<byte> bytes = stackalloc byte[PushKey.Size];
        key.WriteTo(bytes);
        return ToUInt128(bytes);
    }

    /// <inheritdoc cref="ToUInt128(PushKey)"/>
    public static UInt128 ToUInt128(ReadOnlySpan<byte> key) => MemoryMarshal.Read<UInt128>(key);

    private ref Shard ShardOf(UInt128 key) => ref _shards[(int)(ulong)(key >> 64) & (ShardCount - 1)];

    // Two halves, as a UInt128 would be aligned to 16 bytes and fill up to 32.
    private struct Entry
    {
        public ulong High;
        public ulong Low;
        public long Until;
    }

    private struct Shard
    {
        private const int MinSize = 16;

        public Entry[]? Slots;
        private int _used;

        // The key is a hash already; the slot is where it is, or where it would go.
        public readonly int IndexOf(UInt128 key)
        {
            var (high, low) = ((ulong)(key >> 64), (ulong)key);
            var mask = Slots!.Length - 1;
            for (var i = (int)low & mask; ; i = (i + 1) & mask)
            {
                ref var slot = ref Slots[i];
                if (slot.Until == Free || (slot.Low == low && slot.High == high))
                    return i;
            }
        }

        public void Put(UInt128 key, long until, long now)
        {
            Slots ??= new Entry[MinSize];
            if (_used >= Slots.Length / 4 * 3)
                Tidy(now);
            ref var slot = ref Slots[IndexOf(key)];
            if (slot.Until == Free)
                _used++;
            slot = new Entry { High = (ulong)(key >> 64), Low = (ulong)key, Until = until };
        }

        private void Tidy(long now)
        {
            var before = Slots!;
            var alive = 0;
            foreach (ref readonly var slot in before.AsSpan())
                alive += slot.Until > now ? 1 : 0;
            var size = MinSize;
            while (size / 2 < alive + 1)
                size *= 2;
            Slots = new Entry[size];
            _used = alive;
            foreach (ref readonly var slot in before.AsSpan())
            {
                if (slot.Until > now)
                    Slots[IndexOf(new UInt128(slot.High, slot.Low))] = slot;
            }
        }
    }
}
