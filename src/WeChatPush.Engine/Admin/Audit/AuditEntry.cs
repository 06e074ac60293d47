namespace WeChatPush.Admin;

/// <summary>A record of the audit as it was stored.</summary>
public sealed record AuditEntry : AuditRecord
{
    /// <summary>The name of it in its store.</summary>
    public required string Id { get; init; }

    /// <summary>When it was stored, by the clock of the store.</summary>
    public required DateTimeOffset At { get; init; }
}
