namespace WeChatPush.Simulator.FakeApi.Faults;

/// <summary>The faults waiting for their calls. The oldest one that applies is used.</summary>
public sealed class FakeFaults(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<FakeFault> _faults = [];

    public IReadOnlyList<FakeFault> All
    {
        get
        {
            lock (_gate)
                return [.. _faults];
        }
    }

    public FakeFault Add(FakeFault fault)
    {
        lock (_gate)
            _faults.Add(fault);
        return fault;
    }

    public void Remove(FakeFault fault)
    {
        lock (_gate)
            _faults.Remove(fault);
    }

    public void Clear()
    {
        lock (_gate)
            _faults.Clear();
    }

    internal FakeFault? Take(string api, string? openId)
    {
        lock (_gate)
        {
            var fault = _faults.Find(candidate => Applies(candidate, api, openId));
            fault?.Hit();
            return fault;
        }
    }

    private bool Applies(FakeFault fault, string api, string? openId)
    {
        if ((fault.Api is not null && fault.Api != api)
            || (fault.OpenId is not null && fault.OpenId != openId)
            || (fault.Times is { } times && fault.Hits >= times))
        {
            return false;
        }

        return fault.Matched++ >= fault.After && (fault.DailyQuota is not { } quota || IsUsedUp(fault, quota));
    }

    private bool IsUsedUp(FakeFault fault, int quota)
    {
        var today = ChinaTime.DayOf(time.GetUtcNow());
        fault.QuotaUsed = fault.QuotaDay == today ? fault.QuotaUsed + 1 : 1;
        fault.QuotaDay = today;
        return fault.QuotaUsed > quota;
    }
}
