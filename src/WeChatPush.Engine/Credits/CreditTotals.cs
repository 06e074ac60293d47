namespace WeChatPush.Credits;

/// <summary>What all users of an app together may still be sent.</summary>
/// <param name="Users">How many users can be reached by any credit.</param>
/// <param name="FormIds">By template messages.</param>
/// <param name="Templates">By subscribe messages.</param>
public sealed record CreditTotals(long Users, FormIdTotals FormIds, IReadOnlyList<TemplateTotals> Templates);

/// <summary>The usable formIds of an app.</summary>
/// <param name="Credits">How many there are.</param>
/// <param name="Users">How many users have at least one.</param>
/// <param name="Uncertain">How many were spent on a message that may or may not have been sent.</param>
public sealed record FormIdTotals(long Credits, long Users, long Uncertain);

/// <summary>The usable permits of an app for one template.</summary>
/// <param name="TemplateId">The template.</param>
/// <param name="Credits">How many messages can be sent; a long-term permit counts once.</param>
/// <param name="Users">How many users have at least one.</param>
/// <param name="Uncertain">How many were spent on a message that may or may not have been sent.</param>
/// <param name="Undelivered">How many messages WeChat took and then could not deliver.</param>
public sealed record TemplateTotals(string TemplateId, long Credits, long Users, long Uncertain, long Undelivered);
