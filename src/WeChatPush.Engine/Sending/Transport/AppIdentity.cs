namespace WeChatPush.Sending;

/// <summary>
/// The part of an app's configuration that WeChat's API judges. When it changes, what WeChat answered for the old one no
/// longer holds.
/// </summary>
internal readonly struct AppIdentity(AppOptions app) : IEquatable<AppIdentity>
{
    private readonly (string AppId, string? Secret, string BaseUrl, PushHosting Hosting) _parts =
        (app.AppId, app.AppSecret, app.ApiBaseUrl, app.Hosting);

    /// <summary>Whether it is called from inside WeChat's cloud, without a token.</summary>
    public bool IsInCloud => _parts.Hosting is PushHosting.CloudHosting;

    /// <inheritdoc/>
    public bool Equals(AppIdentity other) => _parts == other._parts;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AppIdentity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _parts.GetHashCode();

    /// <summary>Without the secret.</summary>
    public override string ToString() => _parts.AppId;
}
