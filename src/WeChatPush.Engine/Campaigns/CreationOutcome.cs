namespace WeChatPush.Campaigns;

/// <summary>What can come of making a campaign.</summary>
public enum CreationOutcome
{
    /// <summary>It is there.</summary>
    Created,

    /// <summary>It was there already, made with the same key.</summary>
    MadeBefore,

    /// <summary>The key was used for something else.</summary>
    KeyTaken,
}
