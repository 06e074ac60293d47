namespace WeChatPush.Sending;

/// <summary>Until when a user may be answered, and with how many more messages.</summary>
internal readonly record struct CustomerServiceWindow(int Remaining, DateTimeOffset ClosesAt)
{
    /// <summary>Whether WeChat would take a message now.</summary>
    public bool IsOpen(DateTimeOffset now) => Remaining > 0 && now < ClosesAt;
}
