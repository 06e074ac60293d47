namespace WeChatPush.Credits;

/// <summary>What is known of WeChat's list of the templates of one account. Its two tasks are guarded by a lock on it.</summary>
internal sealed class TemplateLookup
{
    private IReadOnlySet<string>? _list;
    private string? _reason;

    /// <summary>The list that was had last; <see langword="null"/>: none.</summary>
    public IReadOnlySet<string>? List
    {
        get => Volatile.Read(ref _list);
        set => Volatile.Write(ref _list, value);
    }

    /// <summary>Why there was no list when it was asked for last.</summary>
    public string? Reason
    {
        get => Volatile.Read(ref _reason);
        set => Volatile.Write(ref _reason, value);
    }

    /// <summary>The call under way, or the last one.</summary>
    public Task? Asking { get; set; }

    /// <summary>When it began, as a timestamp of the clock.</summary>
    public long AskedAt { get; set; }
}
