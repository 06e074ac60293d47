using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Storage;

namespace WeChatPush.Sending;

/// <summary>Keeps the messages to users for the conversations; sending does not depend on it.</summary>
internal sealed partial class SentMessages(
    IConversationStore store, IOptionsMonitor<WeChatPushOptions> options, ILogger<SentMessages> logger)
{
    /// <summary>Keeps a message that ended.</summary>
    public async ValueTask AddAsync(string app, CustomerMessage message, SendResult result, DateTimeOffset at)
    {
        if (!SentMessage.IsKept(result.Outcome))
            return;
        try
        {
            await store.AddSentAsync(
                app, message.ToUser, SentMessage.From(message, result, at), options.CurrentValue.Retention.Done);
        }
        catch (StoreUnavailableException error)
        {
            LogNotKept(logger, app, error.Message);
        }
    }

    [LoggerMessage(532, LogLevel.Warning, "A message of app {App} is missing in the conversation with its user: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string app, string reason);
}
