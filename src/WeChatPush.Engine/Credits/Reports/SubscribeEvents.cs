using Microsoft.Extensions.Logging;
using WeChatPush.Apps;
using WeChatPush.Protocol;
using WeChatPush.Protocol.Subscriptions;
using WeChatPush.Telemetry;

namespace WeChatPush.Credits;

/// <summary>
/// Updates the ledger from WeChat's events about subscriptions (小程序订阅消息). An accept in a pop-up counts where the app counts
/// from pushes; a reject there changes nothing, for it is an answer to this one question. A reject in the settings takes
/// everything away. A message that could not be delivered is marked; its credit is spent all the same. What carries no
/// signature over its content may be made up, so it counts for listed templates only.
/// </summary>
internal sealed partial class SubscribeEvents(
    ICreditLedger ledger, AppCatalog apps, KnownTemplates templates, ILogger<SubscribeEvents> logger) : IPushObserver
{
    private long _unreadable;

    /// <inheritdoc/>
    public async ValueTask ObserveAsync(ObservedPush push, CancellationToken cancellationToken)
    {
        var message = push.Message;
        if (message.FromUserName is not { Length: > 0 } openId || !OpenIds.IsPossible(openId))
            return;
        var changes = message switch
        {
            _ when message.Is(SubscribeMsgPopupEvent.Kind) => Accepted(push.App, SubscribeMsgPopupEvent.Read(message)),
            _ when message.Is(SubscribeMsgChangeEvent.Kind) => Rejected(push.App, SubscribeMsgChangeEvent.Read(message)),
            _ when message.Is(SubscribeMsgSentEvent.Kind) =>
                Undelivered(push.App, openId, SubscribeMsgSentEvent.Read(message)),
            _ => [],
        };
        changes.RemoveAll(change => !TemplateIds.IsPossible(change.TemplateId));
        if (changes.Count > 0 && CanBeForged(apps.Find(push.App)?.Options))
        {
            // A reject adds no template, and must reach what a backend reported.
            var known = await templates.SelectAsync(
                push.App,
                [.. from change in changes where change.Event is not PermitEvent.Rejected select change.TemplateId],
                cancellationToken);
            changes.RemoveAll(change =>
                change.Event is not PermitEvent.Rejected && !known.Contains(change.TemplateId));
        }

        if (changes.Count == 0)
            return;
        var (counted, refused) = await ledger.NoteAsync(
            push.App, openId, $"push {push.Id}", changes, cancellationToken);
        templates.ReportFull(push.App, refused);
        Metrics.Earned(push.App, EnumNames<CreditKind>.Get(CreditKind.Subscribe), counted);
    }

    // The signature of a clear push is over the query alone, and cloud hosting has none.
    private static bool CanBeForged(AppOptions? app) => app?.Hosting switch
    {
        PushHosting.CloudHosting => true,
        PushHosting.CloudFunction => false,
        _ => app?.EffectiveMode is PushMode.Plaintext,
    };

    private List<PermitChange> Accepted(string app, SubscribeMsgPopupEvent popup)
    {
        Check(app, SubscribeMsgPopupEvent.Kind, popup.List.Any(item => item.TemplateId.Length > 0));
        var settings = apps.Find(app)?.Options.Credits;
        if (settings?.CountFrom is not CreditSource.Push)
            return [];
        return
        [
            .. from item in popup.List
               where SubscribeWords.IsAccept(item.SubscribeStatusString)
               select Accepts.GetSource(settings, item.TemplateId, templates.IsListed(app, item.TemplateId)),
        ];
    }

    private List<PermitChange> Rejected(string app, SubscribeMsgChangeEvent change)
    {
        Check(app, SubscribeMsgChangeEvent.Kind, change.List.Any(item => item.TemplateId.Length > 0));
        return
        [
            .. from item in change.List
               where SubscribeWords.IsReject(item.SubscribeStatusString)
               where item.TemplateId.Length > 0
               select new PermitChange(item.TemplateId, PermitEvent.Rejected),
        ];
    }

    private List<PermitChange> Undelivered(string app, string openId, SubscribeMsgSentEvent sent)
    {
        Check(app, SubscribeMsgSentEvent.Kind, sent.List.Count > 0);
        var changes = new List<PermitChange>();
        foreach (var item in sent.List.Where(item => item.ErrorCode != 0))
        {
            var user = ShortOpenId.Shorten(openId);
            LogUndelivered(logger, item.MsgID, item.TemplateId, app, user, item.ErrorCode, item.ErrorStatus);
            changes.Add(new(item.TemplateId, PermitEvent.Undelivered, templates.IsListed(app, item.TemplateId)));
        }

        return changes;
    }

    // What cannot be read is not counted, and a refusal not obeyed. The first, then every power of two.
    private void Check(string app, PushKind kind, bool isReadable)
    {
        if (isReadable)
            return;
        var count = Interlocked.Increment(ref _unreadable);
        if ((count & (count - 1)) == 0)
            LogUnreadable(logger, app, kind.Event!, count);
    }

    [LoggerMessage(601, LogLevel.Warning,
        "{App}: the event {EventName} names no template in its List, so no credit was changed ({Count} so far). "
        + "Its raw body is in the admin API; a rule with this Event can forward it.")]
    private static partial void LogUnreadable(ILogger logger, string app, string eventName, long count);

    [LoggerMessage(600, LogLevel.Information,
        "The message {MsgId} of template {Template} of app {App} to {User} was not delivered: "
        + "{ErrorCode} {ErrorStatus}")]
    private static partial void LogUndelivered(
        ILogger logger, string msgId, string template, string app, string user, int errorCode, string errorStatus);
}
