namespace WeChatPush.Server.Admission;

/// <summary>The place of a connection among those that were let in and not yet begun with.</summary>
internal sealed class ConnectionSlot(SemaphoreSlim places)
{
    /// <summary>Makes room for the next.</summary>
    public void Release() => places.Release();
}
