using Microsoft.AspNetCore.Connections;

namespace WeChatPush.Server.Admission;

/// <summary>The place of a connection among those that were let in and not yet begun with.</summary>
internal sealed class Place(SemaphoreSlim places)
{
    /// <summary>Makes room for the next.</summary>
    public void Leave() => places.Release();

    /// <summary>The first step of every connection.</summary>
    public static ConnectionDelegate Leaving(ConnectionDelegate next) => connection =>
    {
        connection.Features.Get<Place>()?.Leave();
        return next(connection);
    };
}
