using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Bodies;

/// <summary>A route of the API that may have a body, as the server maps it.</summary>
/// <param name="Path">The path, with its parameters.</param>
/// <param name="Method">The method.</param>
/// <param name="Type">The type of the body; <see langword="null"/>: the route says nothing of one.</param>
internal sealed record BodyRoute(string Path, string Method, Type? Type)
{
    /// <summary>Every route of the admin API and of the mini program with a method that may bring a body.</summary>
    public static IReadOnlyList<BodyRoute> All(ServerUnderTest server) =>
    [
        .. from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let path = $"/{endpoint.RoutePattern.RawText!.Trim('/')}"
           where path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/mp/", StringComparison.Ordinal)
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
           where method is not ("GET" or "HEAD" or "DELETE")
           select new BodyRoute(path, method, endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType),
    ];

    /// <summary>The routes whose body has a type of its own.</summary>
    public static IReadOnlyList<BodyRoute> Typed(ServerUnderTest server) =>
        [.. All(server).Where(route => route.Metadata is { Kind: JsonTypeInfoKind.Object })];

    /// <summary>What the reader knows of the type; <see langword="null"/>: nothing.</summary>
    public JsonTypeInfo? Metadata => Type is null ? null : RequestJson.Default.GetTypeInfo(Type);

    /// <summary>The path for an app of the tests.</summary>
    public Uri Uri => new(Path.Replace("{app}", "shop", StringComparison.Ordinal).Replace("{id}", "0a", StringComparison.Ordinal), UriKind.Relative);
}
