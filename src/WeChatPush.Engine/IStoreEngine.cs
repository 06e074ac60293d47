using Microsoft.Extensions.Caching.Distributed;
using WeChatPush.Admin;
using WeChatPush.Campaigns;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Feed;
using WeChatPush.Inbox;
using WeChatPush.Records;
using WeChatPush.Receiving;
using WeChatPush.Sending;
using WeChatPush.Stats;
using WeChatPush.Storage;

namespace WeChatPush;

/// <summary>
/// The seam between the stages and a database: everything the engine keeps, one port per stage. A project per database
/// implements it and registers it; the contracts of <c>WeChatPush.StoreContracts</c> say when it is done.
/// </summary>
internal interface IStoreEngine
{
    /// <summary>Pushes until they are handled.</summary>
    IInbox Inbox { get; }

    /// <summary>Pushes as operators list and replay them.</summary>
    IPushHistory History { get; }

    /// <summary>Dead letters, for bulk work.</summary>
    IDeadLetterStore DeadLetters { get; }

    /// <summary>The last URL verifications.</summary>
    IHandshakeStore Handshakes { get; }

    /// <summary>Access tokens and customer-service windows.</summary>
    ISendingStore Sending { get; }

    /// <summary>Who wrote, who waits, and what was sent.</summary>
    IConversationStore Conversations { get; }

    /// <summary>One send to a user at a time.</summary>
    ISendTurns SendTurns { get; }

    /// <summary>The callers' keys of sends.</summary>
    ISendKeyStore SendKeys { get; }

    /// <summary>Push credits.</summary>
    ICreditLedger Ledger { get; }

    /// <summary>Campaigns and their recipients.</summary>
    ICampaignStore Campaigns { get; }

    /// <summary>Who did what through the admin API.</summary>
    IAuditStore Audit { get; }

    /// <summary>When each key of the admin API was used last.</summary>
    IAdminKeyUseStore AdminKeyUses { get; }

    /// <summary>Apps, admin keys and settings that people change at run time.</summary>
    IRecordStore Records { get; }

    /// <summary>Erases users.</summary>
    IUserEraser Users { get; }

    /// <summary>Erases apps that were removed.</summary>
    IAppEraser AppData { get; }

    /// <summary>Takes what happens from instance to instance.</summary>
    IFeedRelay Feed { get; }

    /// <summary>The instances that share it.</summary>
    IInstanceStore Instances { get; }

    /// <summary>What was counted over time.</summary>
    IStatStore Stats { get; }

    /// <summary>Whether a write that is made now succeeds.</summary>
    IStoreProbe Probe { get; }

    /// <summary>What all instances may share of WeChat's answers to reads.</summary>
    IDistributedCache ApiCache { get; }
}
