using WeChatPush.Sqlite.Sending;
using WeChatPush.StoreContracts.Sending;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Sending;

public sealed class SqliteConversationTests : ConversationContract
{
    private protected override Task<ConversationsUnderTest> OpenAsync()
    {
        var file = new SqliteFile();
        var (sending, conversations) = (new SqliteSendingStore(file.Store), new SqliteConversationStore(file.Store));
        return Task.FromResult(new ConversationsUnderTest(sending, conversations, EraseAsync, file));

        async Task EraseAsync(string user)
        {
            await sending.EraseWindowAsync("shop", user);
            await conversations.EraseUserAsync("shop", user);
        }
    }
}
