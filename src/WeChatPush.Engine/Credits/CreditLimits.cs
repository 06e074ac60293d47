namespace WeChatPush.Credits;

/// <summary>
/// Bounds of what is stored. What a user's own device reports may be made up, so it has bounds of its own for each user,
/// and none in common with what a backend or WeChat reports.
/// </summary>
internal static class CreditLimits
{
    /// <summary>
    /// Templates of one app that neither the account's list nor <c>Credits:Templates</c> has. WeChat allows fifty at a time.
    /// </summary>
    public const int Templates = 1000;

    /// <summary>Accepted templates in one report of a device; WeChat's pop-up asks for five at most.</summary>
    public const int ClientTemplates = 5;

    /// <summary>FormIds in one report of a device.</summary>
    public const int ClientFormIdsPerReport = 20;

    /// <summary>FormIds that devices report of one user, free, reserved or spent, until they expire.</summary>
    public const int ClientFormIds = 100;

    /// <summary>Reports of one user's devices that are recognised by their id.</summary>
    public const int ClientReports = 50;

    /// <summary>Permits of one user for one template that devices can add up to.</summary>
    public const int ClientPermits = 100;

    /// <summary>FormIds of one user, reported by a backend, whose order is remembered.</summary>
    public const int OrderedFormIds = 1000;

    /// <summary>FormIds that one step takes in; a report with more is several steps.</summary>
    public const int FormIdsPerStep = 100;

    /// <summary>How long WeChat honours a formId.</summary>
    public static readonly TimeSpan FormIdLife = TimeSpan.FromDays(7);

    /// <summary>
    /// The formIds of devices expire at multiples of this, so that the counts of what expires when stay few, however many
    /// times a device makes up.
    /// </summary>
    public static readonly TimeSpan ClientExpiryStep = TimeSpan.FromHours(6);

    /// <summary>How long a formId is kept after its end: a clock that is set back brings back what it should.</summary>
    public static readonly TimeSpan KeepExpired = TimeSpan.FromDays(1);

    /// <summary>How long the report of a device is recognised by its id.</summary>
    public static readonly TimeSpan ClientReportLife = TimeSpan.FromDays(7);
}
