using Microsoft.AspNetCore.Http.Features;

namespace WeChatPush.Server.Admin;

/// <summary>Who makes an admin request: a key, and what it may do.</summary>
/// <param name="Name">The name of the key, fit for logs and timelines.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Apps">The apps it is for; <see langword="null"/>: all.</param>
internal sealed record AdminActor(string Name, AdminRole Role, IReadOnlySet<string>? Apps = null)
{
    /// <summary>The actor of a request that passed <see cref="AdminKeyMiddleware"/>.</summary>
    public static AdminActor From(HttpContext context) => context.Features.GetRequiredFeature<AdminActor>();

    /// <summary>Whether the key is for an app.</summary>
    public bool MayUse(string app) => Apps is null || Apps.Contains(app);

    /// <summary>Whether the key is for all of some apps; <see langword="null"/> stands for every app there is or will be.</summary>
    public bool MayUse(IEnumerable<string>? apps) => Apps is null || (apps is not null && apps.All(Apps.Contains));
}
