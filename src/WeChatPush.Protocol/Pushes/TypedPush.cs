namespace WeChatPush.Protocol;

/// <summary>What every push with named properties has.</summary>
public abstract record TypedPush
{
    private protected TypedPush()
    {
    }

    private protected TypedPush(PushMessage message)
    {
        ToUserName = message.ToUserName ?? "";
        FromUserName = message.FromUserName ?? "";
        CreateTime = message.CreateTime;
    }

    /// <summary>
    /// The kind and time of the push. What users wrote, who they are, and secrets are left out, as this goes to logs.
    /// </summary>
    public sealed override string ToString() => $"{GetType().Name} of {CreateTime}";

    /// <summary>The mini program's original id, <c>gh_…</c>.</summary>
    public string ToUserName { get; init; } = "";

    /// <summary>The sending user's openid; for platform events a fixed account of WeChat's.</summary>
    public string FromUserName { get; init; } = "";

    /// <summary>When WeChat made the push, in Unix seconds.</summary>
    public long CreateTime { get; init; }
}
