namespace WeChatPush.Apps;

/// <summary>
/// A mini program: whose pushes, credits and sends these are. A change of one of its settings creates a new instance, so an
/// instance that is kept for longer than a push holds old secrets.
/// </summary>
internal sealed class App(string name, AppOptions options)
{
    /// <summary>The name in the push URL.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// What identities are scoped by. Two apps of one mini program (two URLs during a move, say) are two: what one has seen
    /// is no duplicate for the other.
    /// </summary>
    public string Scope { get; } = $"{name}/{options.AppId}";

    /// <summary>Its settings.</summary>
    public AppOptions Options { get; } = options;

    /// <summary>How its pushes arrive.</summary>
    public PushChannel Channel { get; } = new(options);

    /// <summary>Whether a ToUserName is this app's, where the app's original id is known.</summary>
    public bool IsAddressee(string? toUserName) =>
        string.IsNullOrEmpty(Options.OriginalId)
        || string.IsNullOrEmpty(toUserName)
        || toUserName == Options.OriginalId
        || toUserName == Options.AppId;
}
