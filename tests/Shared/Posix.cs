using System.ComponentModel;
using System.Runtime.InteropServices;

namespace WeChatPush.TestSupport;

/// <summary>What a test does to another process, without needing a program for it.</summary>
internal static class Posix
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;
    private const int RlimitFileSize = 1;

    /// <summary>Asks a process to end, as the system does.</summary>
    public static void Terminate(int processId) => Check(Kill(processId, SigTerm));

    /// <summary>Lets a process stand still: its connections stay, nothing answers.</summary>
    public static void Stop(int processId) => Check(Kill(processId, SigStop));

    /// <summary>Lets it go on.</summary>
    public static void Continue(int processId) => Check(Kill(processId, SigCont));

    /// <summary>Lets no file of a process grow beyond this; null: as it was. To the process this is a full disk.</summary>
    public static void LimitFileSize(int processId, long? bytes)
    {
        Check(GetLimit(processId, RlimitFileSize, 0, out var limit));
        limit.Soft = bytes is { } size ? (ulong)size : limit.Hard;
        Check(SetLimit(processId, RlimitFileSize, in limit, 0));
    }

    /// <summary>The files that a process has open, those that have lost their name included.</summary>
    public static IEnumerable<string> OpenFiles(int processId) =>
        new DirectoryInfo($"/proc/{processId}/fd").EnumerateFileSystemInfos().Select(file => file.LinkTarget).OfType<string>();

    private static void Check(int result)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);

    [DllImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    private static extern int GetLimit(int processId, int resource, nint none, out Limit current);

    [DllImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    private static extern int SetLimit(int processId, int resource, in Limit wanted, nint none);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
