namespace WeChatPush.Server.Api.Bodies;

/// <summary>Names the type of a route's body, which the document of the API describes.</summary>
internal static class BodyDocument
{
    /// <summary>The route takes JSON of this type, and what else can hold it.</summary>
    public static RouteHandlerBuilder AcceptsBody<T>(this RouteHandlerBuilder route, params string[] otherContentTypes)
        where T : notnull => route.Accepts<T>("application/json", otherContentTypes);

    /// <summary>The same of a body that may be left out.</summary>
    public static RouteHandlerBuilder AcceptsOptionalBody<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>(isOptional: true, "application/json");
}
