using System.Text.Json.Nodes;
using WeChatPush.Server.Admin;

namespace WeChatPush.Server.Tests.Admin;

public sealed class AuditRedactionTests
{
    [Fact]
    public void Apply_MasksTextsUnderTheNamesOfSecrets_AtAnyDepth_AndNothingElse()
    {
        var given = JsonNode.Parse(
            """
            {"appSecret":"s","token":"s","previousToken":"s","encodingAesKey":"s","hasAppSecret":true,"tokenExpiresAt":"2026",
             "rules":[{"forward":{"url":"https://x","secret":"whsec_s"}}],"key":"s","name":"key","relaySecret":null}
            """)!;

        var expected = JsonNode.Parse(
            """
            {"appSecret":"•••","token":"•••","previousToken":"•••","encodingAesKey":"•••","hasAppSecret":true,"tokenExpiresAt":"2026",
             "rules":[{"forward":{"url":"https://x","secret":"•••"}}],"key":"•••","name":"key","relaySecret":null}
            """);
        JsonNode.DeepEquals(AuditRedaction.Apply(given), expected).ShouldBeTrue(AuditRedaction.Apply(given).ToJsonString());
    }
}
