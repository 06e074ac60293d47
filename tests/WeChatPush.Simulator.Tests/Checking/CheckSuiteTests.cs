using WeChatPush.Protocol;
using WeChatPush.Simulator.Checking;
using WeChatPush.Simulator.Pushing;
using WeChatPush.Simulator.Tests.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Simulator.Tests.Checking;

public sealed class CheckSuiteTests
{
    [Theory]
    [InlineData(WireMode.Plaintext)]
    [InlineData(WireMode.Compatible)]
    [InlineData(WireMode.Secure)]
    public async Task Check_AGoodReceiver_PassesEverything(WireMode mode)
    {
        var results = await CheckAsync(Flaw.None, mode);

        results.Where(result => !result.Verdict.Passed).ShouldBeEmpty();
        results.Count.ShouldBeGreaterThan(80);
    }

    [Theory]
    [InlineData(Flaw.QuotesSuccess, "text")]
    [InlineData(Flaw.EchoesUnverified, "wrong signature")]
    [InlineData(Flaw.EchoesAsHtml, "valid signature: type of the answer")]
    [InlineData(Flaw.SkipsSignature, "msg_signature missing")]
    [InlineData(Flaw.SortsByDictionary, "nonce whose sorting depends on the language")]
    [InlineData(Flaw.AcceptsPlaintext, "a clear body with the right signature")]
    [InlineData(Flaw.IgnoresAppId, "ciphertext: another AppId inside")]
    [InlineData(Flaw.ThrowsOnBadCipher, "ciphertext: not base64")]
    [InlineData(Flaw.ExpandsEntities, "an entity that points elsewhere")]
    [InlineData(Flaw.FailsOnUnknownEvents, "unknown event")]
    [InlineData(Flaw.ReadsNumbersAs32Bits, "CreateTime beyond 2038")]
    [InlineData(Flaw.GoesByContentType, "JSON as text/xml")]
    [InlineData(Flaw.RefusesCopies, "the same request three times")]
    [InlineData(Flaw.NeverAnswersImages, "image")]
    [InlineData(Flaw.CrashesOnEmptyBody, "empty body")]
    public async Task Check_AFlaw_IsFound(Flaw flaw, string expected)
    {
        var results = await CheckAsync(flaw, WireMode.Secure);

        Failures(results).ShouldContain(expected);
        results.ShouldContain(result => result.Verdict.Passed);
    }

    private static IEnumerable<string> Failures(IEnumerable<CheckResult> results) =>
        results.Where(result => !result.Verdict.Passed).Select(result => result.Case.Name);

    private static async Task<List<CheckResult>> CheckAsync(Flaw flaw, WireMode mode)
    {
        var receiver = new SmallReceiver(TestApps.At(new Uri("http://unused/"), mode), flaw);
        await using var server = await TestServer.StartAsync(receiver.HandleAsync);

        // A short timeout: what is slow here is slow for ever.
        using var client = new PushClient { TryTimeout = TimeSpan.FromSeconds(2) };
        var formats = flaw == Flaw.ExpandsEntities ? new[] { PushFormat.Xml } : [PushFormat.Json, PushFormat.Xml];
        var results = new List<CheckResult>();
        await foreach (var result in new CheckSuite(client).RunAsync(TestApps.At(server.Url, mode), formats))
            results.Add(result);
        return results;
    }
}
