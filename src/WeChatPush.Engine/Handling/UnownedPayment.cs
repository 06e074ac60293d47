using WeChatPush.Inbox;
using WeChatPush.Protocol;

namespace WeChatPush.Handling;

/// <summary>The answer to a payment event that has no handler: to acknowledge it would state that the user got what was paid for.</summary>
internal static class UnownedPayment
{
    private const int Code = -1;

    public static byte[] Reply(PushFormat format) => PushReply.Error(format, Code, Settlement.NoHandler);
}
