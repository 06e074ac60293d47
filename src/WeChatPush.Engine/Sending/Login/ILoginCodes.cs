using System.Diagnostics.CodeAnalysis;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>The codes of <c>wx.login</c> (小程序登录), by WeChat's <c>/sns/jscode2session</c>.</summary>
public interface ILoginCodes
{
    /// <summary>Asks WeChat whose code it is. A code is good once, and for five minutes.</summary>
    ValueTask<LoginResult> ExchangeAsync(string app, string code, CancellationToken cancellationToken);
}

/// <summary>Whose code it was, or why that is not known.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="Class">
/// What kind of failure: <see cref="ErrorClass.Request"/> is a code that is not, or no longer, good.
/// </param>
/// <param name="ErrCode">WeChat's errcode; <see langword="null"/> when WeChat gave none.</param>
/// <param name="ErrMsg">WeChat's errmsg, or ours where WeChat was not asked.</param>
public sealed record LoginResult(string? OpenId, ErrorClass Class, int? ErrCode = null, string? ErrMsg = null)
{
    /// <summary>Before this time another try is pointless, where that is known.</summary>
    public DateTimeOffset? RetryAfter { get; init; }

    /// <summary>Whether the user is known.</summary>
    [MemberNotNullWhen(true, nameof(OpenId))]
    public bool Succeeded => OpenId is not null;
}
