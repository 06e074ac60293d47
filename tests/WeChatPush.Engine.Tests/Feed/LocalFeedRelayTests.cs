using WeChatPush.Feed;
using WeChatPush.StoreContracts.Feed;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Feed;

public sealed class LocalFeedRelayTests : FeedRelayContract
{
    private readonly ManualTimeProvider _time = new();

    private protected override Task ExpireAsync()
    {
        _time.Advance(FeedLimits.Life);
        return Task.CompletedTask;
    }

    private protected override Task<(IAsyncDisposable Surroundings, Func<IFeedRelay> Open)> OpenAsync()
    {
        var relay = new LocalFeedRelay(_time);
        return Task.FromResult<(IAsyncDisposable, Func<IFeedRelay>)>((new MemoryStream(), () => relay));
    }
}
