namespace WeChatPush.Credits;

/// <summary>Bounds that real use never meets.</summary>
internal static class CreditLimits
{
    /// <summary>
    /// Templates of one app. WeChat allows fifty at a time; what clients report beyond this is made up and not counted.
    /// </summary>
    public const int Templates = 1000;
}
