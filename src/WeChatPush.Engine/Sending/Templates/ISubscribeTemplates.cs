using System.Diagnostics.CodeAnalysis;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// The account's own templates of subscribe messages (获取个人模板列表). They change seldom, so the list is cached, for
/// the whole fleet where it shares a Redis.
/// </summary>
public interface ISubscribeTemplates
{
    /// <summary>Lists the templates of an app.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="refresh">Asks WeChat again; its answer replaces the cached one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<SubscribeTemplatesResult> GetAsync(string app, bool refresh, CancellationToken cancellationToken);
}

/// <summary>The templates, or why WeChat does not list them.</summary>
/// <param name="List">The templates.</param>
/// <param name="Class">What kind of failure it was; <see cref="ErrorClass.Sent"/> on success.</param>
/// <param name="ErrCode">WeChat's errcode; <see langword="null"/> when WeChat gave none.</param>
/// <param name="ErrMsg">WeChat's errmsg, or ours where WeChat was not asked.</param>
/// <param name="Hint">What the errcode means, and what to do.</param>
public sealed record SubscribeTemplatesResult(
    SubscribeTemplateList? List, ErrorClass Class, int? ErrCode = null, string? ErrMsg = null, string? Hint = null)
{
    /// <summary>Whether there is a list.</summary>
    [MemberNotNullWhen(true, nameof(List))]
    public bool Succeeded => List is not null;
}
