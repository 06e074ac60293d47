namespace WeChatPush.EndToEndTests.Syscalls;

/// <summary>Traces in which a push was, and was not, on the disk before it was acknowledged.</summary>
public sealed class AcknowledgementCheckTests
{
    private const string Client = "9<TCP:[127.0.0.1:80->127.0.0.1:4711]>";
    private const string Request = $"""1  recvfrom({Client}, "POST /?openid=oUser HTTP/1.1", 99, 0, NULL, NULL) = 28""";
    private const string Answer = $"""1  sendto({Client}, "HTTP/1.1 200 OK\r\n\r\nsuccess", 26, 0, NULL, 0) = 26""";

    private const string Log = "5</data/wechatpush.db-wal>";
    private const string Frame = $"""2  pwrite64({Log}, "\0\0\0\2\0\0\0\0abcdefghijklmnop", 24, 32) = 24""";
    private const string LastFrame = $"""2  pwrite64({Log}, "\0\0\0\3\0\0\0001abcdefghijklmnop", 24, 4152) = 24""";
    private const string Page = $"""2  pwrite64({Log}, "\1\2 oUser \3", 4096, 56) = 4096""";
    private const string OtherPage = $"""2  pwrite64({Log}, "\1\2\3", 4096, 4176) = 4096""";
    private const string Sync = $"""2  fdatasync({Log}) = 0""";

    private const string ToRedis = "7<TCP:[127.0.0.1:5000->127.0.0.1:6379]>";
    private const string ToServer = "9<TCP:[127.0.0.1:6379->127.0.0.1:5000]>";
    private const string AppendFile = "8</data/appendonly.aof.1.incr.aof>";
    private const string Send = $"""2  sendto({ToRedis}, "EVALSHA oUser", 13, 0, NULL, 0) = 13""";
    private const string Append = $"""3  write({AppendFile}, "RPUSH oUser", 11) = 11""";
    private const string RedisSync = $"""3  fdatasync({AppendFile}) = 0""";
    private const string Reply = $"""3  write({ToServer}, "*3", 2) = 2""";
    private const string Known = $"""2  recvfrom({ToRedis}, "*3", 4096, 0, NULL, NULL) = 2""";

    [Fact]
    public void Check_WhenTheLogWasSyncedBeforeTheAnswer_FindsNothingWrong_AndNamesTheSync()
    {
        Sqlite(Request, LastFrame, Page, Sync, Answer).Violation.ShouldBeNull();

        var push = Sqlite(Request, Frame, Page, LastFrame, OtherPage, Sync, Answer);
        push.Violation.ShouldBeNull();
        push.Sync!.Returned.ShouldBe(6);
    }

    [Theory]
    [InlineData("never synced", Request, LastFrame, Page, Answer)]
    [InlineData("never synced", Request, Sync, LastFrame, Page, Answer)]
    [InlineData("synced at 5", Request, LastFrame, Page, Answer, Sync)]
    [InlineData("never written", Request, LastFrame, OtherPage, Sync, Answer)]
    [InlineData("never committed", Request, Frame, Page, Sync, Answer)]
    [InlineData("never synced", Request, Frame, Page, Sync, LastFrame, OtherPage, Answer)]
    [InlineData("its request", LastFrame, Page, Sync, Answer)]
    [InlineData("its `success`", Request, LastFrame, Page, Sync)]
    public void Check_WhenTheLogWasNotSyncedBeforeTheAnswer_SaysWhat(string violation, params string[] lines) =>
        Sqlite(lines).Violation.ShouldNotBeNull().ShouldContain(violation);

    [Fact]
    public void Check_WhenTheSyncFailedOrWasOfAnotherFile_DoesNotCountIt()
    {
        Sqlite(Request, LastFrame, Page, Sync.Replace("= 0", "= -1 EIO (Input/output error)"), Answer)
            .Violation.ShouldNotBeNull().ShouldContain("never synced");
        Sqlite(Request, LastFrame, Page, Sync.Replace(".db-wal", ".db"), Answer)
            .Violation.ShouldNotBeNull().ShouldContain("never synced");
    }

    [Fact]
    public void Check_WhenTheSyncBeganBeforeTheCommitWasWritten_OrReturnedAfterTheAnswerWasBegun_DoesNotCountIt()
    {
        const string begin = $"3  fdatasync({Log} <unfinished ...>";
        const string end = "3  <... fdatasync resumed>) = 0";

        Sqlite(Request, LastFrame, begin, Page, end, Answer).Violation.ShouldNotBeNull().ShouldContain("never synced");
        Sqlite(Request, LastFrame, Page, begin, Answer, end).Violation.ShouldNotBeNull().ShouldContain("synced at 6");
        Sqlite(Request, LastFrame, Page, begin, end, Answer).Violation.ShouldBeNull();
    }

    [Fact]
    public void Check_WhenRedisSyncedAndAnsweredBeforeTheAnswer_FindsNothingWrong_AndNamesTheSync()
    {
        var push = Redis(Request, Send, Append, RedisSync, Reply, Known, Answer);
        push.Violation.ShouldBeNull();
        push.Sync!.Returned.ShouldBe(4);
    }

    [Theory]
    [InlineData("never synced by Redis", Request, Send, Append, Reply, Known, Answer)]
    [InlineData("never answered by Redis", Request, Send, Append, Reply, Known, RedisSync, Answer)]
    [InlineData("synced by Redis at 7", Request, Send, Append, Reply, Known, Answer, RedisSync)]
    [InlineData("known to the server at 7", Request, Send, Append, RedisSync, Reply, Answer, Known)]
    [InlineData("never answered by Redis", Request, Send, Append, RedisSync, Answer)]
    [InlineData("never written by Redis", Request, Send, RedisSync, Reply, Known, Answer)]
    [InlineData("never sent to Redis", Request, Append, RedisSync, Reply, Known, Answer)]
    public void Check_WhenRedisHadNotSyncedOrNotAnsweredBeforeTheAnswer_SaysWhat(string violation, params string[] lines) =>
        Redis(lines).Violation.ShouldNotBeNull().ShouldContain(violation);

    private static Acknowledgement Sqlite(params string[] lines) =>
        new SqliteAcknowledgementCheck(StraceLog.Read(lines), 80).Check("oUser");

    private static Acknowledgement Redis(params string[] lines) =>
        new RedisAcknowledgementCheck(StraceLog.Read(lines), 80, 6379).Check("oUser");
}
