using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Credits;

/// <summary>
/// What was reported of one user, in the order of the reports, each with the time until which it is remembered. By it a
/// formId and a report of a device are recognised, the formIds of devices are counted, and formIds of equal expiry have an
/// order. Its length is bounded.
/// </summary>
internal sealed class ReportLog
{
    private const int EntrySize = 1 + sizeof(long) + sizeof(uint);

    private readonly List<Entry> _entries = [];

    /// <summary>Nothing is remembered.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>When the last of it can be forgotten.</summary>
    public long Until => _entries.Count == 0 ? 0 : _entries.Max(entry => entry.Until);

    /// <summary>Whether it differs from what was stored.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Reads what <see cref="ToBytes"/> wrote, without what is to be forgotten by now.</summary>
    public static ReportLog Read(ReadOnlySpan<byte> bytes, long now)
    {
        var log = new ReportLog();
        for (; bytes.Length >= EntrySize; bytes = bytes[EntrySize..])
        {
            var entry = new Entry(
                (LogKind)bytes[0],
                BinaryPrimitives.ReadInt64BigEndian(bytes[1..]),
                BinaryPrimitives.ReadUInt32BigEndian(bytes[9..]));
            if (entry.Until > now)
                log._entries.Add(entry);
            else
                log.IsChanged = true;
        }

        return log;
    }

    /// <summary>What is stored.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_entries.Count * EntrySize];
        for (var i = 0; i < _entries.Count; i++)
        {
            var part = bytes.AsSpan(i * EntrySize);
            part[0] = (byte)_entries[i].Kind;
            BinaryPrimitives.WriteInt64BigEndian(part[1..], _entries[i].Hash);
            BinaryPrimitives.WriteUInt32BigEndian(part[9..], (uint)_entries[i].Until);
        }

        return bytes;
    }

    /// <summary>The place of a formId in the order of the reports; -1: it came before all of them, or never.</summary>
    public int IndexOf(string formId)
    {
        var hash = Hash(formId);
        return _entries.FindIndex(entry => entry.Kind is not LogKind.Report && entry.Hash == hash);
    }

    /// <summary>Whether a report of a device is recognised.</summary>
    public bool HasReport(string reportId)
    {
        var hash = Hash(reportId);
        return _entries.Exists(entry => entry.Kind is LogKind.Report && entry.Hash == hash);
    }

    /// <summary>Whether there is room for one more formId of a device.</summary>
    public bool HasRoom() =>
        _entries.Count(entry => entry.Kind is LogKind.ClientFormId) < CreditLimits.ClientFormIds;

    /// <summary>Remembers a formId of a device.</summary>
    public void AddClientFormId(string formId, long until) => Add(LogKind.ClientFormId, formId, until);

    /// <summary>Remembers a formId that a backend reports.</summary>
    public void AddFormId(string formId, long until) => Add(LogKind.FormId, formId, until, CreditLimits.OrderedFormIds);

    /// <summary>Remembers a report of a device.</summary>
    public void AddReport(string reportId, long until) =>
        Add(LogKind.Report, reportId, until, CreditLimits.ClientReports);

    private void Add(LogKind kind, string text, long until, int max = int.MaxValue)
    {
        if (_entries.Count(entry => entry.Kind == kind) >= max)
            _entries.RemoveAt(_entries.FindIndex(entry => entry.Kind == kind));
        _entries.Add(new(kind, Hash(text), Math.Clamp(until, 0, uint.MaxValue)));
        IsChanged = true;
    }

    private static long Hash(string text) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private enum LogKind : byte
    {
        ClientFormId = 1,
        FormId = 2,
        Report = 3,
    }

    private readonly record struct Entry(LogKind Kind, long Hash, long Until);
}
