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
