using System.Net;
using System.Text.RegularExpressions;
using WeChatPush.Server.Tests.Admin;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Inbound;

public sealed partial class CurlTests
{
    private const string App = "/api/v1/apps/shop";
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    [Theory]
    [InlineData(null)]
    [InlineData(AesKey)]
    public async Task Curl_IsThePushSignedAnew_AndHasNoSecret(string? aesKey)
    {
        using var server = await RoleKeys.StartAsync(("Apps:shop:EncodingAesKey", aesKey));
        using var client = server.Client(RoleKeys.Operator);
        using var viewer = server.Client(RoleKeys.Viewer);
        var shop = server.Shop with { EncodingAesKey = aesKey, Mode = aesKey is null ? WireMode.Plaintext : WireMode.Secure };
        using (var request = new PushSigner(shop).Push(new PushBuilder(shop, "openid-1").Text("it's '$(me)'")).ToMessage(shop.PushUrl))
        using (var pushed = await client.SendAsync(request))
            pushed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = (await client.JsonAsync($"{App}/messages")).GetProperty("items")[0].GetProperty("id").GetString();

        var command = (await client.JsonAsync($"{App}/messages/{id}/curl")).GetProperty("command").GetString()!;

        command.ShouldNotContain(shop.Token);
        command.ShouldNotContain(AesKey);
        (await viewer.GetAsync($"{App}/messages/{id}/curl")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.GetAsync($"{App}/messages/0123456789abcdef0123456789abcdef/curl")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // What a shell makes of it.
        var words = Word().Matches(command).Select(word => word.Value.Replace(@"'\''", "\0", StringComparison.Ordinal)
            .Replace("'", "", StringComparison.Ordinal).Replace('\0', '\'')).ToList();
        words[..3].ShouldBe(["curl", "-X", "POST"]);
        words[4].ShouldBe("-H");
        words[6].ShouldBe("--data-raw");
        words.Count.ShouldBe(8);
        new Uri(words[3]).AbsolutePath.ShouldBe("/wechat/shop");
        using var body = new StringContent(words[7]);
        body.Headers.ContentType = new(words[5].Replace("Content-Type: ", "", StringComparison.Ordinal));
        using var again = await client.PostAsync(words[3], body);
        (again.StatusCode, await again.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, "success"));
        (await client.JsonAsync($"{App}/messages")).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [GeneratedRegex(@"(?:\\'|'[^']*'|[^\s'\\])+")]
    private static partial Regex Word();
}
