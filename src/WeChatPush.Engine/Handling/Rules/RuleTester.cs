using System.Text;
using System.Text.Json;
using WeChatPush.Apps;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Handling.Rules;

/// <summary>Selects, matches and fills as the handling of a push does, and stops there.</summary>
internal sealed class RuleTester(AppCatalog apps, HandlerSelector selector, IAnswerPolicy answers, TimeProvider time) : IRuleTester
{
    /// <inheritdoc/>
    public RuleTest? Test(string appName, ReadOnlyMemory<byte> body) =>
        apps.Find(appName) is { } app && PushContent.Read(body, out var content) == ReadOutcome.Ok ? Test(app, content!) : null;

    private RuleTest Test(App app, PushContent content)
    {
        var message = content.Message;
        var trials = new List<RuleTrial>();
        var (handler, rule) = selector.Select(app, message, trials);
        var (prepared, reply) = (default(PreparedSend), default(ReplyContent));
        switch (rule?.Action)
        {
            case RuleAction.Send send:
                prepared = Prepare(send.Message, message, PushIdentity.From(app.Scope, content).User ?? message.FromUserName);
                break;
            case RuleAction.Answer answer:
                reply = answer.Content;
                break;
        }

        return new RuleTest
        {
            Rule = rule?.Index,
            Action = ActionOf(rule),
            Handler = rule is not null ? RuleTestHandler.Rule : handler is not null ? RuleTestHandler.Code : RuleTestHandler.None,
            InRequest = answers.BudgetOf(app, content) is not null,
            Send = prepared.Message is { } filled ? JsonElement.Parse(filled.Body.Span) : null,
            NotSent = prepared.NotSent,
            Reply = Write(reply, message, isUnownedPayment: handler is null && PaymentEvents.Contains(message.Kind)),
            Forward = rule?.Action is RuleAction.Forward { Rule: var forward } ? new(forward.Destination, forward.Replies) : null,
            Trials = trials,
        };
    }

    private static RuleTestAction ActionOf(Rule? rule) => rule?.Action switch
    {
        null => RuleTestAction.None,
        RuleAction.Send => RuleTestAction.Send,
        RuleAction.Answer { Transfers: true } => RuleTestAction.TransferToCustomerService,
        RuleAction.Answer => RuleTestAction.ReplyBody,
        RuleAction.Forward => RuleTestAction.Forward,
        _ => throw new InvalidOperationException($"An action without a word: {rule.Action.GetType().Name}."),
    };

    // What the handling of a push makes a dead letter of, is a reason here.
    private static PreparedSend Prepare(RuleSend send, PushMessage message, string? openId)
    {
        try
        {
            var prepared = send.Prepare(message, string.IsNullOrEmpty(openId) ? null : openId);
            return prepared.Message is { } filled ? new(CustomerMessage.Read(filled.Body), null) : prepared;
        }
        catch (NoUserException error)
        {
            return new(null, error.Message);
        }
        catch (InvalidCustomerMessageException error)
        {
            return new(null, string.Join(" ", error.Errors.Select(field => $"{field.Key} {string.Join(", ", field.Value)}")));
        }
    }

    private string? Write(ReplyContent? reply, PushMessage message, bool isUnownedPayment)
    {
        var body = isUnownedPayment ? UnownedPayment.Reply(message.Format) : reply?.Write(message, time.GetUtcNow().ToUnixTimeSeconds());
        return body is null ? null : Encoding.UTF8.GetString(body);
    }
}
