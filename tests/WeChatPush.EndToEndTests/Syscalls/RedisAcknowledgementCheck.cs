namespace WeChatPush.EndToEndTests.Syscalls;

/// <summary>
/// Of a push in Redis: the server sent it, Redis wrote it into the append-only file, synced that, and answered; and only
/// when the server had that answer the push was acknowledged.
/// </summary>
internal sealed class RedisAcknowledgementCheck(IReadOnlyList<SystemCall> calls, int serverPort, int redisPort)
    : AcknowledgementCheck(calls, serverPort)
{
    protected override IEnumerable<Step> Steps(string marker, SystemCall request)
    {
        var sent = First(request.Returned, call => call.Writes && call.IsTo(redisPort) && call.Contains(marker));
        yield return new("sent to Redis", sent, sent?.Entered);

        // Redis may have read it, and the server its answer, before the call that sent it has returned.
        var write = First(sent!.Entered, call => WritesFile(call) && call.Contains(marker));
        yield return new("written by Redis", write, write?.Returned);
        var sync = First(write!.Returned, call => call.Syncs && call.Target == write.Target);
        yield return new("synced by Redis", sync, sync?.Returned);
        var reply = First(sync!.Returned, call => call.Writes && call.Target == OtherEnd(sent.Target));
        yield return new("answered by Redis", reply, reply?.Entered);
        var known = First(
            sent.Entered,
            call => call.Reads && call.Target == sent.Target && call.Result > 0 && call.Returned > reply!.Entered);
        yield return new("known to the server", known, known?.Returned);
    }

    private static bool WritesFile(SystemCall call) =>
        call.Writes && call.Target.EndsWith(".aof", StringComparison.Ordinal);

    private static string OtherEnd(string connection)
    {
        var ends = connection["TCP:[".Length..^1].Split("->");
        return $"TCP:[{ends[1]}->{ends[0]}]";
    }
}
