using System.Diagnostics.CodeAnalysis;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// The access tokens of WeChat's API, fetched once for the whole fleet. Other services may take theirs from here too:
/// an app whose tokens are fetched in two places loses them in both.
/// </summary>
public interface IAccessTokens
{
    /// <summary>A token that works, as far as is known, or why there is none.</summary>
    /// <param name="appName">The app's name in the configuration.</param>
    /// <param name="cancellationToken">Ends the wait; a fetch that other callers wait for continues.</param>
    ValueTask<AccessTokenResult> GetAsync(string appName, CancellationToken cancellationToken);
}

/// <summary>A token, or why there is none.</summary>
public sealed class AccessTokenResult
{
    private AccessTokenResult()
    {
    }

    /// <summary>Whether there is a token.</summary>
    [MemberNotNullWhen(true, nameof(AccessToken), nameof(ExpiresAt))]
    [MemberNotNullWhen(false, nameof(FailureClass))]
    public bool Succeeded => AccessToken is not null;

    /// <summary>The token.</summary>
    public string? AccessToken { get; private init; }

    /// <summary>When it runs out.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>What the failure asks of the caller.</summary>
    public ErrorClass? FailureClass { get; private init; }

    /// <summary>WeChat's code; <see langword="null"/> when the failure is not WeChat's answer.</summary>
    public int? ErrCode { get; private init; }

    /// <summary>What went wrong.</summary>
    public string? ErrMsg { get; private init; }

    /// <summary>Before this time WeChat is not asked again.</summary>
    public DateTimeOffset? RetryAfter { get; private init; }

    /// <summary>
    /// Whether WeChat was asked just now; false: a token that was there already, or a failure that was remembered.
    /// </summary>
    internal bool Asked { get; private init; }

    /// <summary>Never the token.</summary>
    public override string ToString() =>
        Succeeded ? $"(access token, until {ExpiresAt:O})" : $"{FailureClass} {ErrCode} {ErrMsg}";

    internal static AccessTokenResult From(HeldToken token, bool asked) =>
        new() { AccessToken = token.Value, ExpiresAt = token.ExpiresAt, Asked = asked };

    internal static AccessTokenResult Failed(ApiResult result) => new()
    {
        FailureClass = result.Class,
        ErrCode = result.ErrCode,
        ErrMsg = result.ErrMsg,
        RetryAfter = result.RetryAfter,
        Asked = result.Called,
    };

    internal static AccessTokenResult Failed(
        ErrorClass @class, string errMsg, DateTimeOffset? retryAfter = null) =>
        new() { FailureClass = @class, ErrMsg = errMsg, RetryAfter = retryAfter };

    /// <summary>The same failure, for a later caller.</summary>
    internal AccessTokenResult Remembered(DateTimeOffset retryAfter) =>
        new() { FailureClass = FailureClass, ErrCode = ErrCode, ErrMsg = ErrMsg, RetryAfter = retryAfter };
}
