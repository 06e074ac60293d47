using System.Net;
using System.Net.Http.Headers;
using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

public sealed class MediaTests
{
    private const string Path = "/api/v1/apps/shop/media";

    [Fact]
    public async Task Media_OfAPicture_IsWhatToSendItBy()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.PostAsync(Path, Form(SampleImages.Png));

        var answer = await response.JsonAsync(HttpStatusCode.OK);
        var file = server.WeChat.Media.Find(answer.GetProperty("mediaId").GetString()).ShouldNotBeNull();
        file.Content.ToArray().ShouldBe(SampleImages.Png);
        (answer.GetProperty("expiresAt").GetDateTimeOffset() - answer.GetProperty("createdAt").GetDateTimeOffset())
            .ShouldBe(TimeSpan.FromDays(3));
    }

    [Theory]
    [InlineData(0, HttpStatusCode.OK)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(100_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Media_MayHaveTenMegabytes(int more, HttpStatusCode status)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        byte[] file = [.. SampleImages.Png, .. new byte[MediaLimits.MaxImageBytes - SampleImages.Png.Length + more]];

        using var response = await client.PostAsync(Path, Form(file));

        await response.JsonAsync(status);
    }

    [Fact]
    public async Task Media_OfAForm_WhoseLengthIsNotSaid_IsBoundedAllTheSame()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = Form(new byte[12_000_000]) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await client.SendAsync(request);

        await response.JsonAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Media_OfSomethingElse_Is400()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var text = await client.PostAsync(Path, Form("hello"u8.ToArray()));
        using var none = await client.PostAsync(Path, new MultipartFormDataContent { { new StringContent("x"), "field" } });
        using var two = await client.PostAsync(Path, new MultipartFormDataContent
        {
            { new ByteArrayContent(SampleImages.Png), "media", "1.png" },
            { new ByteArrayContent(SampleImages.Png), "media", "2.png" },
        });

        (await text.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain("PNG");
        await none.JsonAsync(HttpStatusCode.BadRequest);
        await two.JsonAsync(HttpStatusCode.BadRequest);
        server.WeChat.Calls.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Media_WhenItIsNoForm_Is415()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.PostAsync(Path, "{}");

        await response.JsonAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Media_WhenTheFormIsBroken_Is400()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        using var content = new StringContent("--x\r\nno form at all");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=y");

        using var response = await client.PostAsync(Path, content);

        await response.JsonAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Media_WhenWeChatRefuses_Is502WithTheCode()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.MediaUpload, ErrCode = 45009 });

        using var response = await client.PostAsync(Path, Form(SampleImages.Png));

        (await response.JsonAsync(HttpStatusCode.BadGateway)).GetProperty("errcode").GetInt32().ShouldBe(45009);
    }

    [Fact]
    public async Task Media_WithoutAKey_Is401_AndOfAnUnknownApp404()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var anonymous = server.Client(key: null);
        using var client = server.Client();

        using var keyless = await anonymous.PostAsync(Path, Form(SampleImages.Png));
        using var unknown = await client.PostAsync("/api/v1/apps/nobody/media", Form(SampleImages.Png));

        await keyless.JsonAsync(HttpStatusCode.Unauthorized);
        await unknown.JsonAsync(HttpStatusCode.NotFound);
    }

    private static MultipartFormDataContent Form(byte[] file) =>
        new() { { new ByteArrayContent(file), "media", "图片.png" } };
}
