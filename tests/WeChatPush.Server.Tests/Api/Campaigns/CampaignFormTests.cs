using System.Net;
using System.Net.Http.Headers;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Campaigns;

public sealed class CampaignFormTests
{
    [Theory]
    [InlineData("multipart/form-data", 0)]
    [InlineData("multipart/form-data; boundary=", 71)]
    [InlineData("multipart/form-data; boundary=", 5000)]
    public async Task Form_WhoseBoundaryIsNone_Is400_AndNothingForTheLog(string contentType, int boundary)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        using var content = new StringContent("--x\r\n");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType + new string('x', boundary));

        using var response = await client.PostAsync("/api/v1/apps/shop/campaigns", content);

        (await response.JsonAsync(HttpStatusCode.BadRequest)).ToString().ShouldContain("boundary");
        server.Log.Lines.ShouldNotContain(line => line.Contains("exception", StringComparison.Ordinal));
    }
}
