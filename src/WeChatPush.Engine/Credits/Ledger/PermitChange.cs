namespace WeChatPush.Credits;

/// <summary>One change of a user's permits for one template.</summary>
/// <param name="TemplateId">The template.</param>
/// <param name="Event">What changed.</param>
/// <param name="IsListed">
/// Whether the account's list or <c>Credits:Templates</c> has the template: then it does not count against
/// <see cref="CreditLimits.Templates"/>.
/// </param>
internal readonly record struct PermitChange(string TemplateId, PermitEvent Event, bool IsListed = false);

/// <summary>What changed.</summary>
internal enum PermitEvent
{
    /// <summary>The user accepted once: one message more.</summary>
    Accepted,

    /// <summary>The user accepted a long-term template: any number of messages until the user rejects it.</summary>
    AcceptedLongTerm,

    /// <summary>The user rejected the template: every permit is gone.</summary>
    Rejected,

    /// <summary>A message that WeChat had taken was not delivered. The credit stays spent.</summary>
    Undelivered,
}
