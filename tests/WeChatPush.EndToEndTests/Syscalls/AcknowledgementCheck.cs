namespace WeChatPush.EndToEndTests.Syscalls;

/// <summary>
/// Looks in a trace whether a push was on the disk before it was acknowledged. A push is found by its marker: a text that
/// is in its request and in its record, and in no other.
/// </summary>
/// <param name="calls">The trace, in the order of entering.</param>
/// <param name="serverPort">Where the server listens.</param>
internal abstract class AcknowledgementCheck(IReadOnlyList<SystemCall> calls, int serverPort)
{
    private const string Success = @"\r\n\r\nsuccess""";

    /// <summary>What the trace says of a push.</summary>
    public Acknowledgement Check(string marker)
    {
        if (First(0, call => call.Reads && call.IsAt(serverPort) && call.Contains(marker)) is not { } request)
            return new(marker, Sync: null, "its request is not in the trace");

        // The next answer on a connection is that of its last request.
        var answer = First(request.Returned, call => call.Writes && call.Target == request.Target);
        if (answer?.Contains(Success) != true)
            return new(marker, Sync: null, "its `success` is not in the trace");

        SystemCall? sync = null;
        foreach (var (step, call, place) in Steps(marker, request))
        {
            if (place is null)
                return new(marker, sync, $"acknowledged at {answer.Entered}, but never {step}");
            if (place > answer.Entered)
                return new(marker, sync, $"acknowledged at {answer.Entered}, but {step} at {place}");
            sync = call?.Syncs == true ? call : sync;
        }

        return new(marker, sync, Violation: null);
    }

    /// <summary>
    /// What has to be over before the answer is begun, each step behind the one before. A step that is not in the trace has
    /// no place, and none is asked for behind it.
    /// </summary>
    protected abstract IEnumerable<Step> Steps(string marker, SystemCall request);

    /// <summary>The first call that was entered after a place.</summary>
    protected SystemCall? First(int after, Func<SystemCall, bool> predicate)
    {
        for (var i = FirstAfter(after); i < calls.Count; i++)
        {
            if (predicate(calls[i]))
                return calls[i];
        }

        return null;
    }

    /// <summary>The last call that was entered before a place.</summary>
    protected SystemCall? Last(int before, Func<SystemCall, bool> predicate)
    {
        for (var i = FirstAfter(before - 1) - 1; i >= 0; i--)
        {
            if (predicate(calls[i]))
                return calls[i];
        }

        return null;
    }

    private int FirstAfter(int place)
    {
        var (low, high) = (0, calls.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = calls[middle].Entered > place ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>One thing that has to be over.</summary>
    /// <param name="Name">What was done, such as <c>synced</c>.</param>
    /// <param name="Call">The call that did it.</param>
    /// <param name="Place">When it was over.</param>
    protected readonly record struct Step(string Name, SystemCall? Call, int? Place);
}

/// <summary>A push in a trace.</summary>
/// <param name="Marker">The text by which it was found.</param>
/// <param name="Sync">The call that put it on the disk, if there was one.</param>
/// <param name="Violation">What was wrong; <see langword="null"/>: nothing.</param>
internal sealed record Acknowledgement(string Marker, SystemCall? Sync, string? Violation);
