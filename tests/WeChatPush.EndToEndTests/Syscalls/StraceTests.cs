namespace WeChatPush.EndToEndTests.Syscalls;

public sealed class StraceTests
{
    [Fact]
    public async Task Attach_ToAProcessThatCannotBeTraced_FailsWithWhatIsNeeded()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => Strace.AttachAsync(int.MaxValue));
        error.Message.ShouldContain("CAP_SYS_PTRACE");
        error.Message.ShouldContain("No such process");
    }
}
