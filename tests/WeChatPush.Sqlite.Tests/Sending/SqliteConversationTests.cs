using WeChatPush.Sqlite.Sending;
using WeChatPush.StoreContracts.Sending;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Sending;

public sealed class SqliteConversationTests : ConversationContract
{
    private protected override Task<ConversationsUnderTest> OpenAsync()
    {
        var file = new SqliteFile();
        return Task.FromResult(
            new ConversationsUnderTest(new SqliteSendingStore(file.Store), new SqliteConversationStore(file.Store), file));
    }
}
