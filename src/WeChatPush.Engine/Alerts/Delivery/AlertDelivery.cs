namespace WeChatPush.Alerts;

/// <summary>What became of one message at one destination.</summary>
/// <param name="Name">The destination.</param>
/// <param name="Delivered">Whether it took the message.</param>
/// <param name="Status">The HTTP status of its answer; <see langword="null"/>: there was none.</param>
/// <param name="Detail">What it answered, or what went wrong, in words; without its address.</param>
public sealed record AlertDelivery(string Name, bool Delivered, int? Status, string Detail)
{
    /// <summary>What a log may say of it: nothing that the destination wrote.</summary>
    internal string Problem { get; init; } = "";

    /// <summary>Whether another try may end better.</summary>
    internal bool IsTransient { get; init; }
}
