using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Syscalls;

/// <summary>
/// Traces running processes, all of them with one <c>strace</c>, so that all their calls are in one order: a thread enters
/// a call, and goes on from it, only once that is written down.
/// </summary>
internal sealed class Strace : IDisposable
{
    private const string Needs =
        "These tests trace other processes and need strace on the PATH (Debian: apt-get install strace)";

    // Whole batches: the marker of a push may be at the end of one.
    private const int MaxText = 1 << 20;
    private const string Calls =
        "fsync,fdatasync,read,readv,recvfrom,recvmsg,write,writev,pwrite64,pwritev,sendto,sendmsg";

    private readonly TemporaryDirectory _directory = new();
    private readonly StringBuilder _errors = new();
    private readonly Process _process;

    private Strace(int[] processes)
    {
        string[] arguments =
        [
            "-f", "-yy", "-s", Text(MaxText), "-e", $"trace={Calls}", "-e", "signal=none", "-o", _directory.File("trace"),
            .. processes.SelectMany(process => new[] { "-p", Text(process) }),
        ];
        _process = new Process { StartInfo = new ProcessStartInfo("strace", arguments) { RedirectStandardError = true } };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        try
        {
            _process.Start();
        }
        catch (Win32Exception error)
        {
            _directory.Dispose();
            throw new InvalidOperationException($"{Needs}.", error);
        }

        _process.BeginErrorReadLine();
    }

    private string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Begins, and returns when every thread of the processes is traced.</summary>
    public static async Task<Strace> AttachAsync(params int[] processes)
    {
        var strace = new Strace(processes);
        try
        {
            await Eventually.TrueAsync(() => strace.IsAttachedTo(processes), () => $"strace does not attach: {strace.Errors}");
            return strace;
        }
        catch
        {
            strace.Dispose();
            throw;
        }
    }

    /// <summary>Lets go of the processes, which go on, and returns their calls.</summary>
    public async Task<IReadOnlyList<SystemCall>> DetachAsync()
    {
        Posix.Terminate(_process.Id);
        await _process.WaitForExitAsync();
        return StraceLog.Read(File.ReadLines(_directory.File("trace"), Encoding.Latin1));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Posix.Terminate(_process.Id);
            _process.WaitForExit();
        }

        _process.Dispose();
        _directory.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // It says so of every process, and goes on without those it gets no leave to trace.
    private bool IsAttachedTo(int[] processes)
    {
        var hasEnded = _process.HasExited;
        if (hasEnded)
            _process.WaitForExit();
        var errors = Errors;
        if (hasEnded || errors.Contains("strace: attach: ", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"{Needs}, and leave to use it: root, CAP_SYS_PTRACE, or kernel.yama.ptrace_scope = 0. It says: {errors}");
        }

        return processes.All(process => errors.Contains($"Process {Text(process)} attached", StringComparison.Ordinal));
    }
}
