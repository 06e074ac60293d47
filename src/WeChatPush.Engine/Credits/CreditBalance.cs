namespace WeChatPush.Credits;

/// <summary>What one user may still be sent.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="FormIds">The credits for template messages.</param>
/// <param name="Subscribe">The permits for subscribe messages, by template.</param>
public sealed record CreditBalance(
    string OpenId, FormIdBalance FormIds, IReadOnlyDictionary<string, PermitBalance> Subscribe);

/// <summary>The formIds of one user.</summary>
/// <param name="Usable">How many can be sent with now.</param>
/// <param name="Reserved">How many are reserved for a send.</param>
/// <param name="NextExpiry">When the first of the usable ones runs out.</param>
/// <param name="Uncertain">How many were spent on a message that may or may not have been sent.</param>
public sealed record FormIdBalance(int Usable, int Reserved, DateTimeOffset? NextExpiry, int Uncertain);

/// <summary>The permits of one user for one template.</summary>
/// <param name="Usable">How many messages can be sent now; 1 for a long-term permit, which no message uses up.</param>
/// <param name="Reserved">How many are reserved for a send.</param>
/// <param name="LongTerm">Whether it is a long-term permit.</param>
/// <param name="Uncertain">How many were spent on a message that may or may not have been sent.</param>
/// <param name="Undelivered">How many messages WeChat took and then could not deliver.</param>
public sealed record PermitBalance(int Usable, int Reserved, bool LongTerm, int Uncertain, int Undelivered);
