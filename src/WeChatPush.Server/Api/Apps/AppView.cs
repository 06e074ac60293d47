using WeChatPush.Inbox;
using WeChatPush.Receiving;
using WeChatPush.Sending;

namespace WeChatPush.Server.Api.Apps;

/// <summary>A page of mini programs.</summary>
internal sealed record AppViewPage(IReadOnlyList<AppView> Items, string? Next);

/// <summary>A mini program: what is configured, without secrets, and how it is doing.</summary>
internal sealed record AppView
{
    /// <summary>The name in the push URL.</summary>
    public required string Name { get; init; }

    /// <summary>The AppID.</summary>
    public required string AppId { get; init; }

    /// <summary>The data encryption mode in force.</summary>
    public required string Mode { get; init; }

    /// <summary>Through which entrance its pushes come.</summary>
    public required string Hosting { get; init; }

    /// <summary>When this process last accepted a push.</summary>
    public required DateTimeOffset? LastPushAt { get; init; }

    /// <summary>How many requests to its push URL this process refused, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    /// <summary>Its access token.</summary>
    public required TokenView Token { get; init; }

    /// <summary>The sends that are held back.</summary>
    public required IReadOnlyList<StopView> Stops { get; init; }

    /// <summary>Unfinished pushes by state; <see langword="null"/>: the store does not answer.</summary>
    public required PushBacklog? Backlog { get; init; }

    /// <summary>Pushes on this instance's own disk that the shared store has not taken yet.</summary>
    public required int Spooled { get; init; }

    public static AppView From(
        string name, AppOptions app, ReceiveFigures statistics, SendingStatus sending, PushBacklog? backlog, int spooled) => new()
    {
        Name = name,
        AppId = app.AppId,
        Mode = app.EffectiveMode.ToString(),
        Hosting = app.Hosting.ToString(),
        LastPushAt = statistics.LastPushAt,
        Refusals = statistics.Refusals,
        Token = TokenView.From(sending.Token),
        Stops = [.. sending.Stops.Select(StopView.From)],
        Backlog = backlog,
        Spooled = spooled,
    };
}

/// <summary>How an app's access token is doing; never the token itself.</summary>
internal sealed record TokenView(
    TokenState State, DateTimeOffset? ExpiresAt, int? Errcode, string? Errmsg, DateTimeOffset? RetryAfter)
{
    public static TokenView From(TokenStatus token) =>
        new(token.State, token.ExpiresAt, token.ErrCode, token.ErrMsg, token.RetryAfter);
}

/// <summary>Sends that are held back; without an api it is all of the app's.</summary>
internal sealed record StopView(
    string? Api,
    SendStopReason Reason,
    int? Errcode,
    string? Errmsg,
    string? Hint,
    DateTimeOffset Since,
    DateTimeOffset Until)
{
    public static StopView From(SendStop stop) =>
        new(stop.Api, stop.Reason, stop.ErrCode, stop.ErrMsg, stop.Hint, stop.Since, stop.Until);
}
