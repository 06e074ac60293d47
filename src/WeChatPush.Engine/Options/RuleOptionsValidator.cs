
namespace WeChatPush;

/// <summary>Checks one rule.</summary>
internal static class RuleOptionsValidator
{
    /// <summary>Notes everything that is wrong with a rule.</summary>
    public static void Validate(RuleOptions rule, ValidationScope scope)
    {
        Matchers(rule, scope);
        var actions = new[]
        {
            (rule.Send is not null, nameof(rule.Send)),
            (rule.TransferToCustomerService, nameof(rule.TransferToCustomerService)),
            (rule.ReplyBody is not null, nameof(rule.ReplyBody)),
            (rule.Forward is not null, nameof(rule.Forward)),
        };
        ExactlyOne(actions, "action", scope);

        scope.Check(
            !rule.TransferToCustomerService || (rule.Event is null && !"event".Equals(rule.MsgType, StringComparison.OrdinalIgnoreCase)),
            nameof(rule.TransferToCustomerService),
            "hands over user messages only; an event would show the agents an empty item.");
        if (rule.Send is not null)
            Send(rule.Send, scope.At(nameof(rule.Send)));
        if (rule.Forward is not null)
            Forward(rule.Forward, scope.At(nameof(rule.Forward)));
    }

    private static void Matchers(RuleOptions rule, ValidationScope scope)
    {
        const string empty = "is empty; leave it out to match everything.";
        scope.Check(rule.MsgType is not "", nameof(rule.MsgType), empty);
        scope.Check(rule.Event is not "", nameof(rule.Event), empty);
        scope.Check(rule.Content is not "", nameof(rule.Content), empty);
        if (rule.Content is not null && PatternError(rule.Content) is { } error)
            scope.At(nameof(rule.Content)).Error(error);
        scope.Check(
            rule.Event is null || rule.MsgType is null || rule.MsgType.Equals("event", StringComparison.OrdinalIgnoreCase),
            nameof(rule.Event),
            "never comes with this MsgType; leave MsgType out.");
    }

    private static void Send(SendRuleOptions send, ValidationScope scope)
    {
        var messages = new[]
        {
            (send.Text is not null, nameof(send.Text)),
            (send.Image is not null, nameof(send.Image)),
            (send.Link is not null, nameof(send.Link)),
            (send.MiniProgramPage is not null, nameof(send.MiniProgramPage)),
        };
        ExactlyOne(messages, "message", scope);

        if (send.Text is not null)
            Required(send.Text, nameof(send.Text), scope);
        if (send.Image is { } image)
            Required(image.MediaId, nameof(image.MediaId), scope.At(nameof(send.Image)));
        if (send.Link is { } link)
        {
            var at = scope.At(nameof(send.Link));
            Required(link.Title, nameof(link.Title), at);
            Required(link.Description, nameof(link.Description), at);
            Required(link.Url, nameof(link.Url), at);
            Required(link.ThumbUrl, nameof(link.ThumbUrl), at);
        }

        if (send.MiniProgramPage is { } page)
        {
            var at = scope.At(nameof(send.MiniProgramPage));
            Required(page.Title, nameof(page.Title), at);
            Required(page.PagePath, nameof(page.PagePath), at);
            Required(page.ThumbMediaId, nameof(page.ThumbMediaId), at);
        }
    }

    private static void Forward(ForwardRuleOptions forward, ValidationScope scope)
    {
        scope.Check(AppOptionsValidator.IsHttp(forward.Url), nameof(forward.Url), "is not an absolute http or https address.");
        AppOptionsValidator.WebhookSecret(forward.Secret, nameof(forward.Secret), scope);
        if (!string.IsNullOrEmpty(forward.PreviousSecret))
            AppOptionsValidator.WebhookSecret(forward.PreviousSecret, nameof(forward.PreviousSecret), scope);
    }

    private static void ExactlyOne((bool Given, string Name)[] choices, string what, ValidationScope scope)
    {
        var given = choices.Where(choice => choice.Given).Select(choice => choice.Name).ToList();
        if (given.Count == 0)
            scope.Error($"has no {what}; give it one of {string.Join(", ", choices.Select(choice => choice.Name))}.");
        else if (given.Count > 1)
            scope.Error($"has more than one {what}: {string.Join(", ", given)}.");
    }

    private static void Required(string? value, string name, ValidationScope scope) =>
        scope.Check(!string.IsNullOrWhiteSpace(value), name, value is null ? "is missing." : "is empty.");

    private static string? PatternError(string pattern)
    {
        try
        {
            _ = new RulePattern(pattern);
            return null;
        }
        catch (ArgumentException error)
        {
            return $"is not a regular expression: {error.Message}";
        }
        catch (NotSupportedException)
        {
            return "needs backtracking, which a stranger's text could make endless: leave out back-references, lookarounds, "
                + "atomic groups, conditions and large counted repetitions.";
        }
    }
}
