using WeChatPush.Protocol;

namespace WeChatPush.Apps;

/// <summary>
/// Observes pushes without handling them. It is declared here, so that the handling does not depend on the observers.
/// </summary>
internal interface IPushObserver
{
    /// <summary>
    /// Called at each attempt to handle a push, before its handler: so more than once for some pushes, with the same id. An
    /// exception ends the attempt, and the next attempt calls the observer again.
    /// </summary>
    ValueTask ObserveAsync(ObservedPush push, CancellationToken cancellationToken);
}

/// <summary>A push that is about to be handled.</summary>
/// <param name="Id">Its id, the same at each attempt and each replay.</param>
/// <param name="App">The app's name.</param>
/// <param name="Message">The push.</param>
internal readonly record struct ObservedPush(string Id, string App, PushMessage Message);
