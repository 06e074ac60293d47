namespace WeChatPush.Simulator.Commands;

/// <summary>What scripts read.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The push was not accepted, or a case of the check failed.</summary>
    public const int Failed = 1;

    /// <summary>The command was not understood, or no server answers.</summary>
    public const int Usage = 2;
}
