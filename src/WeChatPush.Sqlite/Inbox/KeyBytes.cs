using WeChatPush.Protocol;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>A push's key as the table has it.</summary>
internal static class KeyBytes
{
    public static byte[] From(PushKey key)
    {
        var bytes = new byte[PushKey.Size];
        key.WriteTo(bytes);
        return bytes;
    }
}
