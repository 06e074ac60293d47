namespace WeChatPush.Spool;

/// <summary>How much waits on this instance's own disk until the shared store can take it.</summary>
public interface ISpoolDepth
{
    /// <summary>Pushes of an app that wait.</summary>
    int CountOf(string app);
}

/// <summary>Where the own disk is the store there is no spool.</summary>
internal sealed class NoSpool : ISpoolDepth
{
    public int CountOf(string app) => 0;
}
