using WeChatPush.Inbox;

namespace WeChatPush.Engine.Tests.Inbox;

public sealed class DeadLetterReasonTests
{
    [Theory]
    [InlineData("rule 1: failed 47003 (argument invalid! hint: [fX1.aYre3] rid: 65a1b2c3-4d5e6f70-11)", "rule 1: failed 47003 (argument invalid! hint: … rid: …)")]
    [InlineData("crm: shop.example answered 500 after 123 ms (attempt 5 of 5)", "crm: shop.example answered 500 after # ms")]
    [InlineData("crm: shop.example answered 410 after 9 ms: it wants no more of this", "crm: shop.example answered 410 after # ms: it wants no more of this")]
    [InlineData("crm: 127.0.0.1:8080 answered 302 (redirects are not followed) after 1 ms", "crm: # answered 302 (redirects are not followed) after # ms")]
    [InlineData("orders: KeyNotFoundException: The order 17 of oUser0123456789abcdefghijklmn is unknown", "orders: KeyNotFoundException: The order # of … is unknown")]
    [InlineData("orders: TimeoutException: since 2026-11-30T10:11:12.345Z", "orders: TimeoutException: since #")]
    [InlineData("orders: Exception: 0193f0aa-1b2c-7d3e-8f40-0123456789ab not found", "orders: Exception: … not found")]
    [InlineData("given up after 5 attempts that ended without a word (crashed?)", "given up after # attempts that ended without a word (crashed?)")]
    [InlineData("orders: Exception: 12ms were not enough for 3 of 1,024", "orders: Exception: #ms were not enough for # of #")]
    [InlineData("no handler", "no handler")]
    [InlineData("the stored body cannot be read", "the stored body cannot be read")]
    [InlineData("unreadable: it is cut off", "unreadable: it is cut off")]
    [InlineData("模板 3: failed 40037 (模板不存在)", "模板 3: failed 40037 (模板不存在)")]
    [InlineData("", "")]
    public void Normalize_TakesAwayWhatIsOfOnePush(string reason, string normalized) =>
        DeadLetterReason.Normalize(reason).ShouldBe(normalized);

    [Fact]
    public void Normalize_OfErrcodesAndStatuses_KeepsThemApart()
    {
        var reasons = new[] { "a: failed 40003 (x)", "a: failed 47003 (x)", "a: h answered 500 after 1 ms", "a: h answered 502 after 2 ms" };

        reasons.Select(reason => DeadLetterReason.KeyOf(DeadLetterReason.Normalize(reason))).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void Normalize_OfALongText_IsQuick_AndShort()
    {
        foreach (var text in new[] { new string('a', 100_000), new string('1', 100_000), $": {new string('1', 900)}a", string.Concat(Enumerable.Repeat("a-1.", 30_000)), string.Concat(Enumerable.Repeat("1.", 50_000)) })
            DeadLetterReason.Normalize(text).Length.ShouldBeLessThanOrEqualTo(200);
    }
}
