using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>The templates by WeChat's <c>gettemplate</c>, cached per app and account.</summary>
internal sealed class SubscribeTemplates(
    WeChatApi api,
    [FromKeyedServices(ApiCache.Key)] HybridCache cache,
    AppCatalog apps,
    TimeProvider time)
    : ISubscribeTemplates
{
    /// <summary>To be counted up with the shape of what is cached: two versions of the server may share a Redis.</summary>
    private const string Format = "1";

    private static readonly HybridCacheEntryOptions Anew = new()
    {
        Flags = HybridCacheEntryFlags.DisableLocalCacheRead | HybridCacheEntryFlags.DisableDistributedCacheRead,
    };

    /// <inheritdoc/>
    public async ValueTask<SubscribeTemplatesResult> GetAsync(
        string app, bool refresh, CancellationToken cancellationToken)
    {
        var settings = apps.Find(app)?.Options;
        try
        {
            var list = await cache.GetOrCreateAsync(
                $"templates:{Format}:{app}:{settings?.AppId}",
                app,
                FetchAsync,
                refresh ? Anew : null,
                cancellationToken: cancellationToken);
            return new(list, ErrorClass.Sent);
        }
        catch (NotListedException failure)
        {
            var isInCloud = settings?.Hosting is PushHosting.CloudHosting;
            return failure.Result with { Hint = OperatorHints.For(failure.Result.ErrCode, isInCloud) };
        }
    }

    private async ValueTask<SubscribeTemplateList> FetchAsync(string app, CancellationToken cancellationToken)
    {
        var result = await api.CallAsync(
            new() { App = app, Api = SendApis.TemplateList, IsRead = true, StandsAlone = true, SuccessLacksCode = true },
            cancellationToken);
        if (result.Class is not ErrorClass.Sent)
        {
            // Nothing is sent here, so not knowing is not having.
            var @class = result.Class is ErrorClass.Uncertain ? ErrorClass.Busy : result.Class;
            throw new NotListedException(new(null, @class, result.ErrCode, result.ErrMsg));
        }

        return TemplateAnswer.Read(result.Answer) is { } templates
            ? new(templates, time.GetUtcNow())
            : throw new NotListedException(
                new(null, ErrorClass.Busy, ErrMsg: "WeChat answered without a list of templates"));
    }

    /// <summary>The way past the cache, which keeps whatever is returned.</summary>
    private sealed class NotListedException(SubscribeTemplatesResult result) : Exception(result.ErrMsg)
    {
        public SubscribeTemplatesResult Result => result;
    }
}
