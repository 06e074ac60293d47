using System.Collections.Frozen;

namespace WeChatPush.Protocol;

/// <summary>
/// Every push that WeChat documents for mini programs: what it is about, how it reads, and what it may or must be
/// answered with. WeChat adds new ones without notice, so a push that is not here is no error; it stays readable by
/// its fields.
/// </summary>
public static partial class PushCatalogue
{
    /// <summary>All of them, family by family.</summary>
    public static IReadOnlyList<PushInfo> All { get; } =
    [
        .. MessagesRows,
        .. SubscriptionsRows,
        .. UserDataRows,
        .. ContentSafetyRows,
        .. NovelRows,
        .. TradeRows,
        .. PaymentRows,
        .. RetailRows,
        .. PlatformRows,
        .. MediaRows,
        .. AuditRows,
        .. ThirdPartyRows,
        .. LogisticsRows,
        .. LogisticsProviderRows,
        .. DeliveryRows,
        .. ShopRows,
    ];

    private static readonly FrozenDictionary<PushKind, PushInfo> ByKind = All.ToFrozenDictionary(push => push.Kind);

    /// <summary>What is known of that kind; null if nothing.</summary>
    public static PushInfo? Find(PushKind kind) => ByKind.GetValueOrDefault(kind);

    /// <summary>The push with named properties; null if its kind is not known.</summary>
    public static TypedPush? Read(PushMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Find(message.Kind)?.Read(message);
    }

    private static PushInfo Row<T>(PushFamily family, string title, string chineseTitle)
        where T : TypedPush, ITypedPush<T> => new(T.Kind, family, title, chineseTitle, typeof(T), T.Read);
}
