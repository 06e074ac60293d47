namespace WeChatPush.Inbox;

/// <summary>
/// How the places of a dispatcher are shared among apps: an app may take another one while it holds less than half of them,
/// and less than twice as many as are free. So what an app leaves shrinks with each app that holds places for long, but a
/// place is left for the next one. Pushes with a request waiting take none.
/// </summary>
internal sealed class AppQuota(int places, IReadOnlyDictionary<string, int> held)
{
    /// <summary>Every app may take as many as there are: no other app could want one.</summary>
    public static readonly AppQuota Unlimited = new(int.MaxValue, new Dictionary<string, int>());

    /// <summary>Begins to count what one claim takes.</summary>
    public AppTally Begin() => new(places, held);
}
