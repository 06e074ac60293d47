namespace WeChatPush;

/// <summary>Where everything that this program measures comes from.</summary>
public static class TelemetryNames
{
    /// <summary>The meter and the activity source.</summary>
    public const string Source = "WeChatPush";
}

/// <summary>The instruments. Times are seconds.</summary>
public static class MetricNames
{
    /// <summary>Connections of the server closed for want of something, by outcome. Counter, {connection}.</summary>
    public const string ConnectionsClosed = "wechatpush.connections.closed";

    /// <summary>Requests of the server with a wrong key of the admin API, by outcome. Counter, {request}.</summary>
    public const string WrongKeys = "wechatpush.admin.wrong_keys";

    /// <summary>Requests to push URLs, by app and outcome. Counter, {request}.</summary>
    public const string Requests = "wechatpush.requests";

    /// <summary>From a request's arrival to its answer, by app and outcome. Histogram, s.</summary>
    public const string AnswerDuration = "wechatpush.answer.duration";

    /// <summary>Works that one commit, or one script call, made durable together, by store. Histogram, {work}.</summary>
    public const string StoreBatch = "wechatpush.store.batch";

    /// <summary>Unfinished pushes and dead letters, by app and state. Gauge, {push}.</summary>
    public const string QueueDepth = "wechatpush.queue.depth";

    /// <summary>From the answer to WeChat until the first attempt begins, by app. Histogram, s.</summary>
    public const string QueueWait = "wechatpush.queue.wait";

    /// <summary>Pushes on this instance's disk that wait for the shared store, by app. Gauge, {push}.</summary>
    public const string SpoolDepth = "wechatpush.spool.depth";

    /// <summary>Stored records that cannot be read and were set aside, by app and table or key. Counter, {record}.</summary>
    public const string Unreadable = "wechatpush.unreadable";

    /// <summary>Attempts at pushes, by app and what became of the push. Counter, {attempt}.</summary>
    public const string Attempts = "wechatpush.attempts";

    /// <summary>How long handlers ran, by app, handler and outcome. Histogram, s.</summary>
    public const string HandlerDuration = "wechatpush.handler.duration";

    /// <summary>Calls of WeChat's sending APIs, retries included in one, by app, api and class. Histogram, s.</summary>
    public const string CallDuration = "wechatpush.call.duration";

    /// <summary>Calls that a stop in force held back, by app, api and class. Counter, {call}.</summary>
    public const string HeldBack = "wechatpush.call.held_back";

    /// <summary>Access tokens asked for, by app, class, and whether forced. Counter, {refresh}.</summary>
    public const string TokenRefreshes = "wechatpush.token.refreshes";

    /// <summary>Credits counted, by app and kind. Counter, {credit}.</summary>
    public const string CreditsEarned = "wechatpush.credits.earned";

    /// <summary>Reserved credits that ended, by app, kind and outcome. Counter, {credit}.</summary>
    public const string CreditsSettled = "wechatpush.credits.settled";

    /// <summary>Credits that can be used, by app and template (formIds: <c>formId</c>). Gauge, {credit}.</summary>
    public const string CreditsUsable = "wechatpush.credits.usable";

    /// <summary>Users who can be reached on any credit, by app. Gauge, {user}.</summary>
    public const string CreditUsers = "wechatpush.credits.users";

    /// <summary>Recipients of campaigns whose send ended, by app and outcome. Counter, {recipient}.</summary>
    public const string CampaignRecipients = "wechatpush.campaign.recipients";

    /// <summary>Recipients of running campaigns, by app, campaign and outcome. Gauge, {recipient}.</summary>
    public const string CampaignProgress = "wechatpush.campaign.progress";
}

/// <summary>The activities.</summary>
public static class ActivityNames
{
    /// <summary>One attempt at a push, from claim to settlement. Activity, consumer.</summary>
    public const string Push = "wechatpush.push";

    /// <summary>One call of WeChat's API, its retries included. Activity, client.</summary>
    public const string Call = "wechatpush.call";
}

/// <summary>The tags. None carries a user or a secret, and those of instruments have few values each.</summary>
public static class TagNames
{
    /// <summary>The app's name; <c>-</c> for a URL that names none.</summary>
    public const string App = "wechatpush.app";

    /// <summary>How it ended.</summary>
    public const string Outcome = "wechatpush.outcome";

    /// <summary>The state of a push.</summary>
    public const string State = "wechatpush.state";

    /// <summary>The kind of a stored record: its table, or the beginning of its key.</summary>
    public const string Record = "wechatpush.record";

    /// <summary><c>sqlite</c> or <c>redis</c>.</summary>
    public const string Store = "wechatpush.store";

    /// <summary>The handler's name, as in the timeline.</summary>
    public const string Handler = "wechatpush.handler";

    /// <summary>The path of WeChat's API.</summary>
    public const string Api = "wechatpush.api";

    /// <summary>What the errcode asks for: sent, busy, credential, quota, user, request, operator, uncertain.</summary>
    public const string Class = "wechatpush.class";

    /// <summary>Whether a token was forced.</summary>
    public const string Forced = "wechatpush.forced";

    /// <summary>The kind of credit, subscribe or template.</summary>
    public const string Kind = "wechatpush.credit.kind";

    /// <summary>The template's id, or <c>formId</c>.</summary>
    public const string Template = "wechatpush.template";

    /// <summary>The campaign's id.</summary>
    public const string Campaign = "wechatpush.campaign";

    /// <summary>Of activities: the push's id, as in the admin API and in every log line.</summary>
    public const string Id = "wechatpush.push.id";

    /// <summary>Of activities: the push's MsgType.</summary>
    public const string MsgType = "wechatpush.msg_type";

    /// <summary>Of activities: the push's Event.</summary>
    public const string Event = "wechatpush.event";

    /// <summary>Of activities: which attempt.</summary>
    public const string Attempt = "wechatpush.attempt";

    /// <summary>Of activities: WeChat's errcode.</summary>
    public const string ErrCode = "wechatpush.errcode";
}
