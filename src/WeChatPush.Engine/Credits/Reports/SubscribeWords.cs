namespace WeChatPush.Credits;

/// <summary>The words in which WeChat says what a user answered to a template.</summary>
internal static class SubscribeWords
{
    /// <summary>Whether the word stands for a permit; the user may have chosen a sound or an alert with it.</summary>
    public static bool IsAccept(string word) => word is "accept" or "acceptWithAudio" or "acceptWithAlert";

    /// <summary>Whether the word takes permits away.</summary>
    public static bool IsReject(string word) => word is "reject";
}
