namespace WeChatPush.Campaigns;

/// <summary>
/// <code>
/// draft ──▶ running ⇄ paused ──▶ finished
///   scheduled ──▶ │        │
///        └────────┴────────┴──▶ cancelled
/// </code>
/// </summary>
public enum CampaignState
{
    /// <summary>Nothing happens until a caller starts it.</summary>
    Draft,

    /// <summary>It starts by itself when its time has come.</summary>
    Scheduled,

    /// <summary>It is being sent.</summary>
    Running,

    /// <summary>It is not being sent, and can be resumed.</summary>
    Paused,

    /// <summary>Every recipient has an outcome.</summary>
    Finished,

    /// <summary>It was cancelled, with every recipient that had no outcome yet.</summary>
    Cancelled,
}

/// <summary>Why a campaign is paused.</summary>
public enum PauseReason
{
    /// <summary>A caller paused it.</summary>
    Requested,

    /// <summary>WeChat's quota is used up; the campaign resumes by itself.</summary>
    Quota,

    /// <summary>The app's account or configuration is in the way of every send; it tries again by itself.</summary>
    Operator,

    /// <summary>One message after the other was wrong, and none was sent in between.</summary>
    Failing,

    /// <summary>It is quiet hours; the campaign resumes by itself when they end.</summary>
    QuietHours,

    /// <summary>WeChat was called too often in a minute.</summary>
    Rate,
}
