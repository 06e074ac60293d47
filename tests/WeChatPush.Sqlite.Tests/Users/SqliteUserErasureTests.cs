using WeChatPush.Sqlite.Campaigns;
using WeChatPush.Sqlite.Credits;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Sqlite.Sending;
using WeChatPush.Sqlite.Storage;
using WeChatPush.StoreContracts.Users;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Users;

public sealed class SqliteUserErasureTests : UserErasureContract
{
    private protected override Task<StoresUnderTest> OpenAsync()
    {
        var file = new SqliteFile();
        var options = new FixedOptions<WeChatPushOptions>(Settings);
        var inbox = new SqliteInbox(file.Store, options, Time);
        var ledger = new SqliteCreditLedger(file.Store, options, Time);
        var campaigns = new SqliteCampaignStore(file.Store, options, Time);
        var eraser = new SqliteUserEraser(
            file.Store, inbox, new SqliteSendingStore(file.Store), new SqliteConversationStore(file.Store), ledger, campaigns, Time);
        return Task.FromResult(new StoresUnderTest(
            inbox, new SqlitePushHistory(file.Store, inbox, Time), ledger, campaigns, eraser, file));
    }
}
