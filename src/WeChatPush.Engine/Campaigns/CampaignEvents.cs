using WeChatPush.Feed;
using WeChatPush.Telemetry;

namespace WeChatPush.Campaigns;

/// <summary>Publishes where campaigns stand, for those who watch. How far one is, its page asks the store.</summary>
internal sealed class CampaignEvents(IEventFeed feed, TimeProvider time)
{
    /// <summary>A campaign has come to a state, or is further on in it.</summary>
    public void Moved(string app, string id, CampaignState state) =>
        feed.Publish(FeedKind.Campaign, app, (app, id, state, time), static about => new()
        {
            Kind = FeedKind.Campaign,
            App = about.app,
            At = about.time.GetUtcNow(),
            Id = about.id,
            State = EnumNames<CampaignState>.Get(about.state),
        });
}
