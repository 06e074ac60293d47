using WeChatPush.Feed;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Telemetry;

namespace WeChatPush.Dispatching;

/// <summary>Publishes what becomes of pushes, for those who watch.</summary>
internal sealed class PushEvents(IEventFeed feed, TimeProvider time)
{
    /// <summary>A push is taken up for the first time.</summary>
    public void Begun(ClaimedPush push) => Publish(FeedKind.Push, push, PushState.Processing);

    /// <summary>An attempt has ended.</summary>
    public void Ended(ClaimedPush push, Settlement settlement) => Publish(FeedKind.Outcome, push, StateAfter(settlement));

    private void Publish(FeedKind kind, ClaimedPush push, PushState state)
    {
        if (feed.IsWatched(push.App))
            feed.Publish(kind, push.App, (kind, push, state, time), static about => Create(about.kind, about.push, about.state, about.time.GetUtcNow()));
    }

    private static FeedEvent Create(FeedKind kind, ClaimedPush push, PushState state, DateTimeOffset now)
    {
        PushReader.ReadHeader(push.Body.Span, out var header);
        return new()
        {
            Kind = kind,
            App = push.App,
            At = now,
            Id = push.Id,
            State = EnumNames<PushState>.Get(state),
            MsgType = header.MsgType,
            Event = header.Event,
            OpenId = push.OpenId is null ? null : ShortOpenId.Shorten(push.OpenId),
        };
    }

    private static PushState StateAfter(Settlement settlement) => settlement switch
    {
        Settlement.Done => PushState.Done,
        Settlement.DeadLetter => PushState.Dead,
        Settlement.Release => PushState.Queued,
        _ => PushState.Retrying,
    };
}
