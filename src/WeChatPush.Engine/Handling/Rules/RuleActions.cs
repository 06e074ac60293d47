using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Handling.Forwarding;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Rules;

/// <summary>The action of a rule, as a handler.</summary>
internal static class RuleActions
{
    public static PushDelegate Read(string name, RuleOptions options) => options switch
    {
        { Send: { } send } => Sends(name, new RuleSend(send)),
        { TransferToCustomerService: true } => Answers(name, ReplyContent.TransferToCustomerService),
        { ReplyBody: { } body } => Answers(name, ReplyContent.Verbatim(body)),
        { Forward: { } forward } => Forwards(new ForwardRule(name, forward)),
        _ => throw new ArgumentException($"{name} has no action.", nameof(options)),
    };

    private static PushDelegate Sends(string name, RuleSend send) =>
        new(name, Answers: false, async (message, sender, _, _) => new HandlerOutcome(Detail: await send.RunAsync(message, sender)))
        {
            Destination = PushDelegate.SendApi,
        };

    private static PushDelegate Answers(string name, ReplyContent content) =>
        new(name, Answers: true, (_, _, _, _) => Task.FromResult<HandlerOutcome>(content)) { Destination = null };

    private static PushDelegate Forwards(ForwardRule rule) =>
        new(rule.Name, rule.Replies, (message, sender, services, cancellationToken) =>
            services.GetRequiredService<Forwarder>().ForwardAsync(rule, message, sender, cancellationToken))
        {
            Destination = rule.Destination,
        };
}
