using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Apps;

/// <summary>The version of an app as the headers <c>ETag</c> and <c>If-Match</c> have it.</summary>
internal static class IfMatch
{
    /// <summary>A version as a tag.</summary>
    public static string Format(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Reads the header; <see langword="null"/> and no problem: there is none, or it is any version.</summary>
    public static (long? Version, ProblemHttpResult? Problem) Read(HttpRequest request)
    {
        var text = request.Headers[HeaderNames.IfMatch].ToString();
        if (text.Length == 0 || text == "*")
            return (null, null);
        return text is ['"', .., '"'] && long.TryParse(text.AsSpan(1..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (version, null)
            : (null, Problems.BadRequest("If-Match: one version, as the ETag of the app's answer has it."));
    }

    /// <summary>The answer where it is needed and missing.</summary>
    public static ProblemHttpResult Required => Needed("rules");

    /// <summary>The same for other things that are replaced.</summary>
    public static ProblemHttpResult Needed(string what) => TypedResults.Problem(
        $"If-Match is needed, with the ETag of the {what} that are replaced: somebody else may have changed them meanwhile.",
        statusCode: StatusCodes.Status428PreconditionRequired);
}
