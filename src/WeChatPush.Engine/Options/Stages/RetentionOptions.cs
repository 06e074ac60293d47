namespace WeChatPush;

/// <summary>How long finished pushes stay visible.</summary>
public sealed class RetentionOptions
{
    /// <summary>Handled pushes. Default 7 days.</summary>
    public TimeSpan Done { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Dead letters. Default 30 days.</summary>
    public TimeSpan Dead { get; set; } = TimeSpan.FromDays(30);
}
