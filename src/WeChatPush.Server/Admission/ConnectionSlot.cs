using Microsoft.AspNetCore.Connections;

namespace WeChatPush.Server.Admission;

/// <summary>The place of a connection among those that were let in and not yet begun with.</summary>
internal sealed class ConnectionSlot(SemaphoreSlim places)
{
    /// <summary>Makes room for the next.</summary>
    public void Release() => places.Release();

    /// <summary>The first step of every connection.</summary>
    public static ConnectionDelegate ReleaseAfter(ConnectionDelegate next) => connection =>
    {
        connection.Features.Get<ConnectionSlot>()?.Release();
        return next(connection);
    };
}
