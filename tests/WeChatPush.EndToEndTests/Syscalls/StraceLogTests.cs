namespace WeChatPush.EndToEndTests.Syscalls;

/// <summary>The lines of strace, as it writes them of one thread and of several.</summary>
public sealed class StraceLogTests
{
    [Fact]
    public void Read_OfACall_HasItsDescriptorItsTextAndItsResult()
    {
        const string line = """71  sendto(9<TCP:[127.0.0.1:80->127.0.0.1:4711]>, "HTTP/1.1 200 OK\r\n", 17, 0, NULL, 0) = 17""";
        var call = Read(line).ShouldHaveSingleItem();

        (call.Name, call.Target, call.Result).ShouldBe(("sendto", "TCP:[127.0.0.1:80->127.0.0.1:4711]", 17));
        (call.Entered, call.Returned).ShouldBe((1, 1));
        call.Contains("200 OK").ShouldBeTrue();
        (call.Writes, call.Reads, call.Syncs).ShouldBe((true, false, false));
        (call.IsAt(80), call.IsTo(4711), call.IsAt(4711)).ShouldBe((true, true, false));
    }

    [Fact]
    public void Read_OfACallThatOthersGotInto_PutsItsHalvesTogether_AndKeepsTheOrderOfEntering()
    {
        var calls = Read(
            """71  recvmsg(9<TCP:[127.0.0.1:80->127.0.0.1:4711]>,  <unfinished ...>""",
            """72  fdatasync(5</data/a.db-wal> <unfinished ...>""",
            """73  write(6</data/log>, "x", 1) = 1""",
            """72  <... fdatasync resumed>)          = 0""",
            """71  <... recvmsg resumed>{msg_iov=[{iov_base="oUser", iov_len=4096}]}, 0) = 5""");

        calls.Select(call => (call.Name, call.Entered, call.Returned))
            .ShouldBe([("recvmsg", 1, 5), ("fdatasync", 2, 4), ("write", 3, 3)]);
        calls[0].Contains("oUser").ShouldBeTrue();
        (calls[1].Target, calls[1].Syncs).ShouldBe(("/data/a.db-wal", true));
    }

    [Theory]
    [InlineData("""71  fsync(5</data/a.db-wal>) = -1 EIO (Input/output error)""", -1L)]
    [InlineData("""71  fsync(5</data/a.db-wal>) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)""", null)]
    [InlineData("""71  fsync(5</data/a.db-wal> <unfinished ...>""", null)]
    [InlineData("""71  fsync(5</data/a.db-wal> <detached ...>""", null)]
    public void Read_OfASyncThatFailedOrDidNotReturn_IsNoSync(string line, long? result)
    {
        var call = Read(line).ShouldHaveSingleItem();
        (call.Target, call.Result, call.Syncs).ShouldBe(("/data/a.db-wal", result, false));
    }

    [Fact]
    public void Read_OfTextThatLooksLikeATrace_TakesItForText()
    {
        var call = Read("""71  write(1</data/log>, "fsync(5) = 0 <unfinished ...>", 29) = 29""").ShouldHaveSingleItem();
        (call.Name, call.Result).ShouldBe(("write", 29));
    }

    [Fact]
    public void Read_OfWhatIsNoCall_LeavesItOut() => Read(
        """71  <... read resumed>"begun before the trace", 22) = 22""",
        """71  --- SIGURG {si_signo=SIGURG, si_code=SI_TKILL} ---""",
        """71  +++ exited with 0 +++""",
        """strace: Process 71 attached""").ShouldBeEmpty();

    private static IReadOnlyList<SystemCall> Read(params string[] lines) => StraceLog.Read(lines);
}
