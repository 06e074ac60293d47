using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Handling;

/// <summary>Says what an app would do with a push. Nothing is sent, stored or forwarded.</summary>
public interface IRuleTester
{
    /// <summary>Tests a push.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="message">The push in its unified JSON form, as UTF-8.</param>
    /// <returns><see langword="null"/>: the text is no push that can be read, or there is no such app.</returns>
    RuleTest? Test(string app, ReadOnlyMemory<byte> message);
}

/// <summary>What would be done with a push.</summary>
public sealed class RuleTest
{
    /// <summary>The rule that wins, from 0; <see langword="null"/>: none does.</summary>
    public int? Rule { get; init; }

    /// <summary>What that rule does.</summary>
    public RuleTestAction Action { get; init; }

    /// <summary>Whose the push is.</summary>
    public RuleTestHandler Handler { get; init; }

    /// <summary>Whether WeChat's request waits for the answer.</summary>
    public bool InRequest { get; init; }

    /// <summary>The body for <c>custom/send</c>, its places filled; <see langword="null"/>: nothing would be sent.</summary>
    public JsonElement? Send { get; init; }

    /// <summary>Why nothing would be sent, although the rule sends.</summary>
    public string? NotSent { get; init; }

    /// <summary>The body of the answer, in the clear; <see langword="null"/>: <c>success</c>, or it is not known here.</summary>
    public string? Reply { get; init; }

    /// <summary>Where the push would be posted.</summary>
    public RuleTestForward? Forward { get; init; }

    /// <summary>The rules that were tried, in their order. None are where code owns the push.</summary>
    public IReadOnlyList<RuleTrial> Trials { get; init; } = [];
}

/// <summary>The destination of a forward.</summary>
/// <param name="Url">Scheme and host: paths and queries have been known to hold secrets.</param>
/// <param name="Reply">Whether WeChat is answered with what the destination returns.</param>
public sealed record RuleTestForward(string Url, bool Reply);

/// <summary>What a rule does.</summary>
public enum RuleTestAction
{
    /// <summary>No rule is for the push.</summary>
    None,

    /// <summary>It sends a customer-service message.</summary>
    Send,

    /// <summary>It hands the user over to human agents.</summary>
    TransferToCustomerService,

    /// <summary>It answers with a body to the letter.</summary>
    ReplyBody,

    /// <summary>It posts the push to the owner's backend.</summary>
    Forward,
}

/// <summary>Whose a push is.</summary>
public enum RuleTestHandler
{
    /// <summary>It has no handler: it is done without effect, or, where it is a payment event, refused.</summary>
    None,

    /// <summary>A rule's.</summary>
    Rule,

    /// <summary>Code's, which is not run by a test.</summary>
    Code,
}
