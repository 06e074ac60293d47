using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Handling.Rules;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Answering;

/// <summary>A push is answered with content when its owner answers, and a payment event also when it has no owner.</summary>
internal sealed class AnswerPolicy(
    PushHandlers handlers, RuleBook rules, IOptionsMonitor<WeChatPushOptions> options) : IAnswerPolicy
{
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(0.5);

    public TimeSpan? BudgetOf(App app, PushContent push)
    {
        var kind = new PushKind(push.Header.MsgType, push.Header.Event);
        var isPayment = PaymentEvents.Contains(kind);
        if (!isPayment && !handlers.AnswersAny && !rules.AnswersAny(app))
            return null;
        return Answers(app, push, kind, isPayment) ? Budget(kind) : null;
    }

    private bool Answers(App app, PushContent push, PushKind kind, bool isPayment)
    {
        if (handlers.Find(kind) is { } owner)
            return owner.Answers;
        return rules.NeedsAnswer(app, push.Header.MsgType, push.Header.Event, otherwise: isPayment) switch
        {
            AnswerNeed.Yes => true,
            AnswerNeed.No => false,
            _ => rules.Find(app, push.Message) is { } rule ? rule.Handler.Answers : isPayment,
        };
    }

    // What WeChat itself waits for this kind of push, less the way there and back.
    private TimeSpan Budget(PushKind kind)
    {
        var usual = options.CurrentValue.Receiving.ReplyBudget;
        if (PushCatalogue.Find(kind) is not { } known)
            return usual;
        var most = TimeSpan.FromSeconds(known.DeadlineSeconds) - OnTheWay;
        return usual < most ? usual : most;
    }
}
