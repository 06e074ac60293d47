namespace WeChatPush.Stats;

/// <summary>The figures of an app in a slot of time. Counting takes no lock, and no memory.</summary>
internal sealed class StatFigures
{
    private readonly long[] _values = new long[StatLayout.Size];

    /// <summary>A figure by its number of <see cref="StatLayout"/>.</summary>
    public long this[int number] => Volatile.Read(ref _values[number]);

    /// <summary>Adds to a figure; nothing to one that has no number (-1).</summary>
    public void Add(int number, long count)
    {
        if (number >= 0)
            Interlocked.Add(ref _values[number], count);
    }

    /// <summary>Notes how the queue was found; the worst of a slot stays. By one caller at a time.</summary>
    public void NoteQueue(long depth, long oldest)
    {
        Add(StatLayout.Looks, 1);
        Raise(StatLayout.Depth, depth);
        Raise(StatLayout.Oldest, oldest);
    }

    /// <summary>
    /// Adds those of the same app: of another instance, or of another slot. All instances look at the same queue, so of its figures
    /// the worst stays.
    /// </summary>
    public void AddOfSameApp(StatFigures other)
    {
        AddCounts(other);
        Raise(StatLayout.Depth, other[StatLayout.Depth]);
        Raise(StatLayout.Oldest, other[StatLayout.Oldest]);
    }

    /// <summary>Adds those of another app: its queue is another one.</summary>
    public void AddOfOtherApp(StatFigures other)
    {
        AddCounts(other);
        _values[StatLayout.Depth] += other[StatLayout.Depth];
        Raise(StatLayout.Oldest, other[StatLayout.Oldest]);
    }

    /// <summary>
    /// As stored: of each figure that is not 0 its number and its value, in seven bits a byte. Empty: there is nothing to store.
    /// </summary>
    public byte[] Write()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        for (var number = 0; number < StatLayout.Size; number++)
        {
            if (this[number] is > 0 and var value)
            {
                writer.Write7BitEncodedInt(number);
                writer.Write7BitEncodedInt64(value);
            }
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; what cannot be read counts as nothing, and so does what a newer version counts.</summary>
    public static StatFigures Read(byte[] content)
    {
        var figures = new StatFigures();
        using var reader = new BinaryReader(new MemoryStream(content));
        try
        {
            while (reader.BaseStream.Position < content.Length)
            {
                var (number, value) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt64());
                if (number is < 0 or >= StatLayout.Size || value is < 0 or > int.MaxValue * 1000L)
                    return new();
                figures._values[number] = value;
            }
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            return new();
        }

        return figures;
    }

    private void AddCounts(StatFigures other)
    {
        for (var number = 0; number < StatLayout.Size; number++)
        {
            if (number is not (StatLayout.Depth or StatLayout.Oldest))
                _values[number] += other[number];
        }
    }

    private void Raise(int number, long value) => Volatile.Write(ref _values[number], Math.Max(this[number], value));
}
