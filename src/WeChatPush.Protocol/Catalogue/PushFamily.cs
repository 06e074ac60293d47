namespace WeChatPush.Protocol;

/// <summary>What a push is about.</summary>
public enum PushFamily
{
    /// <summary>What users write in customer service, and the session they write in.</summary>
    Messages,

    /// <summary>Subscription messages.</summary>
    Subscriptions,

    /// <summary>What becomes of a user's data and consents.</summary>
    UserData,

    /// <summary>Checks of pictures and recordings.</summary>
    ContentSafety,

    /// <summary>Novels: chapters, and the books themselves.</summary>
    Novel,

    /// <summary>Shipping of paid orders.</summary>
    Trade,

    /// <summary>Virtual payment, mini games included.</summary>
    Payment,

    /// <summary>The store assistant.</summary>
    Retail,

    /// <summary>The mini program itself: punishments, reviews, complaints, quotas, devices.</summary>
    Platform,

    /// <summary>Videos and live shows.</summary>
    Media,

    /// <summary>What WeChat's examiners decided.</summary>
    Audit,

    /// <summary>Notices to third-party platforms.</summary>
    ThirdParty,

    /// <summary>Deliveries, as the merchant sees them.</summary>
    Logistics,

    /// <summary>Parcels, as a delivery company sees them.</summary>
    LogisticsProvider,

    /// <summary>Local deliveries, as a delivery company sees them.</summary>
    Delivery,

    /// <summary>The shop component and what is around it.</summary>
    Shop,
}
