namespace WeChatPush.Campaigns;

/// <summary>A campaign that is not visible yet, while its recipients are being stored.</summary>
/// <param name="Id">The id it will have.</param>
/// <param name="App">The app's name.</param>
/// <param name="Plan">What it is to do.</param>
internal sealed record NewCampaign(string Id, string App, CampaignPlan Plan)
{
    /// <summary>An id that no other campaign has and that is greater than those before.</summary>
    public static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");
}

/// <summary>What its maker calls the making of a campaign, so that making it again makes no second one.</summary>
/// <param name="Key">The caller's key.</param>
/// <param name="BodyHash">A hash of everything that was asked for with it.</param>
internal sealed record IdempotencyKey(string Key, ReadOnlyMemory<byte> BodyHash);

/// <summary>What came of publishing a campaign.</summary>
/// <param name="Outcome">What it is.</param>
/// <param name="Campaign">
/// The campaign that is there now: this one, or the one made before with the same key; <see langword="null"/> if there
/// is none to tell of.
/// </param>
internal sealed record Publication(PublishOutcome Outcome, Campaign? Campaign);

/// <summary>What can come of publishing a campaign.</summary>
internal enum PublishOutcome
{
    /// <summary>It is visible.</summary>
    Published,

    /// <summary>The same was made before with the same key. This one is discarded.</summary>
    MadeBefore,

    /// <summary>Something else was made before with the same key. This one is discarded.</summary>
    KeyTaken,

    /// <summary>Its loading took a pause that was too long, and it was given up.</summary>
    GivenUp,
}
