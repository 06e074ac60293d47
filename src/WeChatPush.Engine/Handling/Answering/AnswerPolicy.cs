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

    public TimeSpan? BudgetOf(PushApp app, in PushHeader header, ReadOnlyMemory<byte> message)
    {
        var isPayment = PaymentEvents.Contains(header.Event);
        if (!isPayment && !handlers.AnswersAny && !rules.AnswersAny(app))
            return null;
        return Answers(app, header, message, isPayment) ? Budget(new PushKind(header.MsgType, header.Event)) : null;
    }

    private bool Answers(PushApp app, in PushHeader header, ReadOnlyMemory<byte> message, bool isPayment)
    {
        if (handlers.Find(new PushKind(header.MsgType, header.Event)) is { } owner)
            return owner.Answers;
        if (PushReader.Read(message, out var push) != ReadOutcome.Ok)
            return false;
        return rules.Find(app, push) is { } rule ? rule.Handler.Answers : isPayment;
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
