using System.Diagnostics;
using OpenTelemetry;

namespace WeChatPush.Server.Observability;

/// <summary>
/// Takes the query out of every activity: WeChat puts the user's openid into that of a push, and the access token stands
/// in that of a call.
/// </summary>
internal sealed class WithoutQueries : BaseProcessor<Activity>
{
    private static readonly string[] Queries = ["url.query", "http.query"];
    private static readonly string[] Urls = ["url.full", "http.url", "http.target"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Queries)
        {
            if (data.GetTagItem(tag) is not null)
                data.SetTag(tag, null);
        }

        foreach (var tag in Urls)
        {
            if (data.GetTagItem(tag) is string url && url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query)
                data.SetTag(tag, url[..query]);
        }
    }
}
