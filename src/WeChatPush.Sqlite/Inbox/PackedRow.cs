using System.Text;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>A row of <c>arrival</c> in memory: its pushes, and how far they are taken.</summary>
internal sealed class PackedRow
{
    public PackedRow(long n, string app, ReadOnlyMemory<byte> bytes, long at, long first)
    {
        (N, App, AppBytes, At, First) = (n, app, Encoding.UTF8.GetBytes(app), at, first);
        while (PackedPush.Read(this, ref bytes, first + Pushes.Count) is { } push)
            Pushes.Add(push);
        Unreadable = bytes;
    }

    public long N { get; }

    public string App { get; }

    public byte[] AppBytes { get; }

    /// <summary>When its oldest push arrived, in Unix ms, as the row says.</summary>
    public long At { get; }

    /// <summary>The number of its first push; those of the others follow.</summary>
    public long First { get; }

    public List<PackedPush> Pushes { get; } = [];

    /// <summary>What is behind the pushes that can be read.</summary>
    public ReadOnlyMemory<byte> Unreadable { get; }

    public bool IsReadable => Unreadable.IsEmpty && Pushes.Count > 0;

    /// <summary>How many of its pushes, from the first on, are claimed, or have a row of their own.</summary>
    public int Taken { get; set; }

    /// <summary>How many of those are claimed and have none.</summary>
    public int Open { get; set; }

    /// <summary>When the last lease of the claimed ends, in Unix ms.</summary>
    public long Until { get; set; }

    public bool IsTaken => Taken >= Pushes.Count;

    /// <summary>Whether a push number is that of one of its pushes.</summary>
    public bool Contains(long seq) => seq >= First && seq < First + Pushes.Count;
}
