using System.Diagnostics;
using OpenTelemetry;

namespace WeChatPush.Server.Observability;

/// <summary>
/// Takes queries and paths out of every activity. WeChat puts the user's openid into the query of a push, the access token
/// stands in that of a call, and some paths of the admin API end with an openid.
/// </summary>
internal sealed class QueryRedactionProcessor : BaseProcessor<Activity>
{
    private const string Route = "http.route";

    private static readonly string[] Queries = ["url.query", "http.query"];
    private static readonly string[] Urls = ["url.full", "http.url"];
    private static readonly string[] Paths = ["url.path", "http.target"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Queries)
        {
            if (data.GetTagItem(tag) is not null)
                data.SetTag(tag, null);
        }

        foreach (var tag in Urls)
        {
            // Of a request to this server, its path is in it.
            if (data.Kind == ActivityKind.Server && data.GetTagItem(tag) is not null)
                data.SetTag(tag, null);
            else if (data.GetTagItem(tag) is string url && url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query)
                data.SetTag(tag, url[..query]);
        }

        // The route shows where the openid stands. A request without one (refused before it was routed, or not found) keeps
        // no path: it is unknown which part of it is an openid.
        foreach (var tag in Paths)
        {
            if (data.GetTagItem(tag) is not null)
                data.SetTag(tag, data.GetTagItem(Route));
        }
    }
}
