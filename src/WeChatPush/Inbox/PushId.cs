namespace WeChatPush.Inbox;

/// <summary>The id of a push: a version 7 UUID in 32 hexadecimal digits, so that ids sort by time of arrival.</summary>
internal static class PushId
{
    public static string New(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");

    public static bool TryParse(string? text, out byte[] id)
    {
        id = [];
        if (text is not { Length: 32 } || !Guid.TryParseExact(text, "N", out _))
            return false;
        id = Convert.FromHexString(text);
        return true;
    }
}
