using System.Text.Json;

namespace WeChatPush.Protocol.Media;

/// <summary>How an examination ended.</summary>
/// <param name="Status">1: being examined; 2: failed; 3: passed; 4: sent back, to be submitted again.</param>
/// <param name="AuditType">Which examination it was.</param>
/// <param name="CreateTime">When it was submitted, in Unix seconds.</param>
/// <param name="AuditTime">When it was decided, in Unix seconds.</param>
public sealed record MediaAuditDetail(int Status, int AuditType, long CreateTime, long AuditTime)
{
    internal static MediaAuditDetail Read(JsonElement fields) => new(
        fields.Int32("status"),
        fields.Int32("audit_type"),
        fields.Int64("create_time"),
        fields.Int64("audit_time"));
}
