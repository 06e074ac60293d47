using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Handling.Forwarding;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Rules;

/// <summary>What a rule does with the pushes that it is for.</summary>
internal abstract class RuleAction
{
    /// <summary>The action, as a handler.</summary>
    public abstract PushDelegate Handler { get; }

    /// <summary>Reads the action of a rule.</summary>
    /// <param name="name">The rule's name in timelines and logs.</param>
    /// <param name="options">The rule, which has been validated.</param>
    public static RuleAction Read(string name, RuleOptions options) => options switch
    {
        { Send: { } send } => new Send(name, new RuleSend(send)),
        { TransferToCustomerService: true } => new Answer(name, ReplyContent.TransferToCustomerService, transfers: true),
        { ReplyBody: { } body } => new Answer(name, ReplyContent.Verbatim(body), transfers: false),
        { Forward: { } forward } => new Forward(new ForwardRule(name, forward)),
        _ => throw new ArgumentException($"{name} has no action.", nameof(options)),
    };

    /// <summary>Sends a customer-service message.</summary>
    internal sealed class Send(string name, RuleSend message) : RuleAction
    {
        public RuleSend Message => message;

        public override PushDelegate Handler { get; } = new(
            name, Answers: false, async (push, sender, _, _) => new HandlerOutcome(Detail: await message.RunAsync(push, sender)))
        {
            Destination = PushDelegate.SendApi,
        };
    }

    /// <summary>Answers inside the request.</summary>
    internal sealed class Answer(string name, ReplyContent content, bool transfers) : RuleAction
    {
        public ReplyContent Content => content;

        /// <summary>Whether the answer hands the user over to human agents.</summary>
        public bool Transfers => transfers;

        public override PushDelegate Handler { get; } =
            new(name, Answers: true, (_, _, _, _) => Task.FromResult<HandlerOutcome>(content)) { Destination = null };
    }

    /// <summary>Posts the push to the owner's backend.</summary>
    internal sealed class Forward(ForwardRule rule) : RuleAction
    {
        public ForwardRule Rule => rule;

        public override PushDelegate Handler { get; } = new(
            rule.Name,
            rule.Replies,
            (message, sender, services, cancellationToken) =>
                services.GetRequiredService<Forwarder>().ForwardAsync(rule, message, sender, cancellationToken))
        {
            Destination = rule.Destination,
        };
    }
}
