using System.Text.Json;
using WeChatPush.Protocol.LogisticsProvider;

namespace WeChatPush.Protocol.Logistics;

/// <summary>
/// The answer to <see cref="WaybillNotifyQuery"/>: all steps of the parcel.
/// </summary>
/// <remarks>
/// The page's table has the two names the other way round, like all others, while its sample leaves them as they
/// came. The table is followed.
/// </remarks>
public sealed record WaybillNotifyQueryReply : LogisticsReply
{
    /// <summary>When the waybill was made, in Unix seconds.</summary>
    public long WaybillCreateTime { get; init; }

    /// <summary>All steps so far.</summary>
    public IReadOnlyList<WaybillStep> Path { get; init; } = [];

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteNumber("WaybillCreateTime"u8, WaybillCreateTime);
        json.WriteList("Path", Path, WaybillStep.WritePascalCase);
    }
}

/// <summary>The answer to <see cref="WaybillQueryExpectTimeRange"/>: when a parcel can be fetched.</summary>
public sealed record WaybillQueryExpectTimeRangeReply : LogisticsReply
{
    /// <summary>How long a range is, in hours. No longer used, and still demanded.</summary>
    public int ExpectTimeRange { get; init; } = 1;

    /// <summary>The ranges to choose from.</summary>
    public IReadOnlyList<WaybillTimeRange> ValidTimeRange { get; init; } = [];

    /// <summary>When it can be fetched within two hours of the order; null: it cannot.</summary>
    public WaybillTimeRange? Asap { get; init; }

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteNumber("ExpectTimeRange"u8, ExpectTimeRange);
        json.WriteList("ValidTimeRange", ValidTimeRange, WaybillTimeRange.Write);
        if (Asap is not null)
            json.WriteObject("Asap", asap => WaybillTimeRange.Write(asap, Asap));
    }
}

/// <summary>A time in which a parcel can be fetched.</summary>
/// <param name="StartTime">From this hour, 0 to 24.</param>
/// <param name="EndTime">To this hour, 0 to 24.</param>
/// <param name="DayDelta">0: today; 1: tomorrow; 2: the day after.</param>
/// <param name="Status">0: free; 1: taken.</param>
public sealed record WaybillTimeRange(int StartTime, int EndTime, int DayDelta = 0, int Status = 0)
{
    internal static void Write(Utf8JsonWriter json, WaybillTimeRange range)
    {
        json.WriteNumber("StartTime"u8, range.StartTime);
        json.WriteNumber("EndTime"u8, range.EndTime);
        json.WriteNumber("DayDelta"u8, range.DayDelta);
        json.WriteNumber("Status"u8, range.Status);
    }
}
