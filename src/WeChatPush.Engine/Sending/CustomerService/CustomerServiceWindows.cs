using Microsoft.Extensions.Logging;
using WeChatPush.Storage;

namespace WeChatPush.Sending;

/// <summary>What opens a customer-service window.</summary>
internal enum WindowGrant
{
    /// <summary>The user wrote: 5 messages within 48 hours.</summary>
    UserMessage,

    /// <summary>
    /// The user entered the conversation (<c>user_enter_tempsession</c>): 2 messages within a minute.
    /// </summary>
    EnteredSession,
}

/// <summary>
/// Who may be answered, until when, and how often still (客服消息使用指南). Grants do not add up: the larger remainder and the
/// later end hold. It only records what WeChat granted: for a user who is not in it, WeChat decides.
/// </summary>
internal sealed partial class CustomerServiceWindows(
    ISendingStore store, TimeProvider time, ILogger<CustomerServiceWindows> logger)
{
    /// <summary>A CreateTime further than this from the arrival does not show when the window began.</summary>
    private static readonly TimeSpan BelievableDelay = TimeSpan.FromMinutes(5);

    /// <summary>Notes that a push, of which no conversation is kept, opened the user's window.</summary>
    /// <inheritdoc cref="GrantAsync(string, string, WindowGrant, DateTimeOffset, DateTimeOffset, string?, CancellationToken)"/>
    public ValueTask GrantAsync(
        string app,
        string openId,
        WindowGrant grant,
        DateTimeOffset createdAt,
        DateTimeOffset arrivedAt,
        CancellationToken cancellationToken) =>
        GrantAsync(app, openId, grant, createdAt, arrivedAt, pushId: null, cancellationToken);

    /// <summary>Notes that a push opened the user's window.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="openId">The user.</param>
    /// <param name="grant">What the push grants.</param>
    /// <param name="createdAt">The push's CreateTime, as WeChat's clock has it.</param>
    /// <param name="arrivedAt">When the push arrived.</param>
    /// <param name="pushId">The push's id; <see langword="null"/>: no conversation is kept of it.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing.</param>
    /// <exception cref="StoreUnavailableException">Nothing was noted.</exception>
    public ValueTask GrantAsync(
        string app,
        string openId,
        WindowGrant grant,
        DateTimeOffset createdAt,
        DateTimeOffset arrivedAt,
        string? pushId,
        CancellationToken cancellationToken)
    {
        var (messages, length) = grant switch
        {
            WindowGrant.UserMessage => (5, TimeSpan.FromHours(48)),
            WindowGrant.EnteredSession => (2, TimeSpan.FromMinutes(1)),
            _ => throw new ArgumentOutOfRangeException(nameof(grant)),
        };
        var from = CountedFrom(createdAt, arrivedAt);
        return store.GrantWindowAsync(
            app,
            openId,
            messages,
            from,
            from + length,
            arrivedAt,
            pushId is null ? null : new GrantingPush(pushId, grant is WindowGrant.UserMessage),
            cancellationToken);
    }

    /// <summary>The user's window; <see langword="null"/>: it is not known.</summary>
    public async ValueTask<CustomerServiceWindow?> GetAsync(
        string app, string openId, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadWindowAsync(app, openId, cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            LogNotRead(logger, app, error.Message);
            return null;
        }
    }

    /// <summary>Whether a message to the user would certainly be refused.</summary>
    public async ValueTask<bool> IsKnownToBeClosedAsync(
        string app, string openId, CancellationToken cancellationToken) =>
        await GetAsync(app, openId, cancellationToken) is { } window && !window.IsOpen(time.GetUtcNow());

    /// <summary>Notes what a call to WeChat revealed about the window.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="openId">The user.</param>
    /// <param name="result">How the call ended.</param>
    /// <param name="begunAt">When it began: what was granted later is not touched.</param>
    public async ValueTask ApplyAsync(string app, string openId, ApiResult result, DateTimeOffset begunAt)
    {
        try
        {
            switch (result)
            {
                case { Class: Protocol.ErrorClass.Sent or Protocol.ErrorClass.Uncertain }:
                    await store.ConsumeWindowAsync(app, openId);
                    break;
                case { ErrCode: 45015 }:
                    await store.EndWindowAsync(app, openId, WindowEnd.Closed, begunAt);
                    break;
                case { ErrCode: 45047 }:
                    await store.EndWindowAsync(app, openId, WindowEnd.Exhausted, begunAt);
                    break;
            }
        }
        catch (StoreUnavailableException error)
        {
            LogNotNoted(logger, app, error.Message);
        }
    }

    private static DateTimeOffset CountedFrom(DateTimeOffset createdAt, DateTimeOffset arrivedAt) =>
        (createdAt - arrivedAt).Duration() <= BelievableDelay ? createdAt : arrivedAt;

    [LoggerMessage(530, LogLevel.Warning,
        "Customer-service windows of app {App} cannot be read, WeChat decides who may be answered: {Reason}")]
    private static partial void LogNotRead(ILogger logger, string app, string reason);

    [LoggerMessage(531, LogLevel.Warning, "A customer-service window of app {App} could not be updated: {Reason}")]
    private static partial void LogNotNoted(ILogger logger, string app, string reason);
}
