using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// The state of one app's token in this instance: the one in use, the one WeChat refused, the last failure, and the fetch
/// under way. Everything happens under its lock; nothing in here waits.
/// </summary>
internal sealed class AppToken(string app, AppIdentity identity, TimeProvider time)
{
    private readonly Lock _gate = new();
    private HeldToken? _current;
    private string? _refused;
    private Task<AccessTokenResult>? _flight;
    private (AccessTokenResult Result, long Since, TimeSpan Holds)? _failure;
    private DateTimeOffset _failingSince;

    /// <summary>The app's name.</summary>
    public string App => app;

    /// <summary>The configuration that this state belongs to.</summary>
    public AppIdentity Identity => identity;

    /// <summary>
    /// What a caller gets: a valid token, or a failure that still holds, or a fetch to wait for. The first caller that
    /// needs one starts the fetch; while a token that is due is still valid, the fetch runs in the background.
    /// </summary>
    public (AccessTokenResult? Result, Task<AccessTokenResult>? Flight) Look(
        Func<AppToken, Task<AccessTokenResult>> fetch)
    {
        lock (_gate)
        {
            var failure = FailureThatHolds();
            if (_current is { IsAlive: true } current)
            {
                if (current.IsDue && failure is null)
                    _flight ??= fetch(this);
                return (AccessTokenResult.From(current, asked: false), null);
            }

            return failure is null ? (null, _flight ??= fetch(this)) : (failure, null);
        }
    }

    /// <summary>WeChat refused a token. If it is not the one in use, another caller has dealt with it already.</summary>
    public void Refuse(string token)
    {
        lock (_gate)
        {
            if (_current is null ? _refused is not null : _current.Value != token)
                return;
            _refused = token;
            _current = null;
        }
    }

    /// <summary>The token that a fetch is to replace: the refused one, or the one that is due.</summary>
    public string? Unwanted
    {
        get
        {
            lock (_gate)
                return _refused ?? _current?.Value;
        }
    }

    /// <summary>Whether WeChat has refused this very token.</summary>
    public bool HasRefused(string token)
    {
        lock (_gate)
            return _refused == token;
    }

    /// <summary>
    /// Ends the fetch with a token. False: it was refused during the fetch, the fetch is not over.
    /// </summary>
    public bool TryAdopt(HeldToken token)
    {
        lock (_gate)
        {
            if (_refused == token.Value)
                return false;
            _current = token;
            _refused = null;
            _failure = null;
            _flight = null;
            return true;
        }
    }

    /// <summary>Ends the fetch with a failure, which every caller gets that asks while it holds.</summary>
    public void Fail(AccessTokenResult result, TimeSpan holds)
    {
        lock (_gate)
        {
            if (_failure?.Result.ErrCode != result.ErrCode || _failure is null)
                _failingSince = time.GetUtcNow();
            _failure = (result, time.GetTimestamp(), holds);
            _flight = null;
        }
    }

    /// <summary>
    /// What holds the fetches back; <see langword="null"/>: nothing that lasts. A failure that comes again began with the
    /// first.
    /// </summary>
    public SendStop? DescribeStop()
    {
        lock (_gate)
        {
            if (FailureThatHolds() is not { } failure || ReasonOf(failure) is not { } reason)
                return null;
            return new(
                SendApis.Token, reason, failure.ErrCode, failure.ErrMsg, OperatorHints.For(failure.ErrCode), _failingSince,
                failure.RetryAfter ?? time.GetUtcNow());
        }
    }

    private static SendStopReason? ReasonOf(AccessTokenResult failure) => failure.FailureClass switch
    {
        ErrorClass.Operator => SendStopReason.Operator,
        ErrorClass.Quota => SendStopReason.Quota,
        ErrorClass.Rate => SendStopReason.Rate,
        _ => null,
    };

    /// <summary>The state for operators.</summary>
    public TokenStatus Describe()
    {
        lock (_gate)
        {
            var failure = FailureThatHolds() ?? _failure?.Result;
            return _current is { IsAlive: true } current
                ? new(TokenState.Valid, current.ExpiresAt, failure?.ErrCode, failure?.ErrMsg, failure?.RetryAfter)
                : failure is null
                    ? new(TokenState.Unused)
                    : new(TokenState.Failing, null, failure.ErrCode, failure.ErrMsg, failure.RetryAfter);
        }
    }

    private AccessTokenResult? FailureThatHolds() =>
        _failure is { } failure
        && failure.Holds - time.GetElapsedTime(failure.Since) is var left
        && left > TimeSpan.Zero
            ? failure.Result.Remembered(time.GetUtcNow() + left)
            : null;
}
