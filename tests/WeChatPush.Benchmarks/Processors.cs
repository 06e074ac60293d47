using System.Diagnostics;

namespace WeChatPush.Benchmarks;

/// <summary>Who runs where: what is measured on the first processor, everything else on the others.</summary>
internal static class Processors
{
    /// <summary>How settings begin that are for the load alone, and not for what is measured.</summary>
    public const string OfTheLoad = "DOTNET_SYSTEM_NET_SOCKETS_";

    /// <summary>This process, and those it starts from now on, leave the first processor alone.</summary>
    public static void KeepOffTheFirst()
    {
        if (Environment.ProcessorCount > 1 && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()))
            Process.GetCurrentProcess().ProcessorAffinity = (nint)((1L << Environment.ProcessorCount) - 2);
    }

    /// <summary>How to start a program on the first processor.</summary>
    public static ProcessStartInfo OnTheFirst(params IReadOnlyList<string> command) => OperatingSystem.IsLinux()
        ? new ProcessStartInfo("taskset", ["-c", "0", .. command])
        : new ProcessStartInfo(command[0], command.Skip(1));
}
