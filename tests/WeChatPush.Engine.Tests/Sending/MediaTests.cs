using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

/// <summary>Pictures on their way to WeChat and back.</summary>
public sealed class MediaTests
{
    [Fact]
    public async Task Upload_OfAPicture_ArrivesToTheByte_AndIsGoodForThreeDays()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();

        var upload = await sending.Get<IMedia>().UploadImageAsync(SendingHarness.App, SampleImages.Png, default);

        upload.Result.Outcome.ShouldBe(SendOutcome.Sent);
        upload.CreatedAt.ShouldBe(sending.Time.GetUtcNow());
        upload.ExpiresAt.ShouldBe(sending.Time.GetUtcNow().AddDays(3));
        var file = sending.WeChat.Media.Find(upload.MediaId).ShouldNotBeNull();
        file.Content.ToArray().ShouldBe(SampleImages.Png);
        file.ContentType.ShouldBe("image/png");
    }

    [Theory]
    [InlineData("FFD8FFE0", "image/jpeg")]
    [InlineData("474946383961", "image/gif")]
    public async Task Upload_GoesByTheBytes(string hex, string contentType)
    {
        await using var sending = await SendingHarness.StartAsync();

        var upload = await sending.Get<IMedia>().UploadImageAsync(SendingHarness.App, Convert.FromHexString(hex), default);

        sending.WeChat.Media.Find(upload.MediaId).ShouldNotBeNull().ContentType.ShouldBe(contentType);
    }

    [Theory]
    [InlineData("")]
    [InlineData("25504446")]
    [InlineData("89504E47")]
    [InlineData("3C7376673E")]
    public async Task Upload_OfSomethingElse_IsRefusedHere(string hex)
    {
        await using var sending = await SendingHarness.StartAsync();

        await Should.ThrowAsync<InvalidMediaException>(
            async () => await sending.Get<IMedia>().UploadImageAsync(SendingHarness.App, Convert.FromHexString(hex), default));

        sending.WeChat.Calls.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Upload_OfMoreThanWeChatTakes_IsRefusedHere()
    {
        await using var sending = await SendingHarness.StartAsync();
        byte[] largest = [.. SampleImages.Png, .. new byte[MediaLimits.MaxImageBytes - SampleImages.Png.Length]];

        (await sending.Get<IMedia>().UploadImageAsync(SendingHarness.App, largest, default)).MediaId.ShouldNotBeNull();
        await Should.ThrowAsync<InvalidMediaException>(
            async () => await sending.Get<IMedia>().UploadImageAsync(SendingHarness.App, (byte[])[.. largest, 0], default));
    }

    [Fact]
    public async Task Upload_UnderATokenThatEnded_FetchesAnother()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.MediaUpload, RevokeTokens = true, Times = 1 });

        (await sending.Get<IMedia>().UploadImageAsync(SendingHarness.App, SampleImages.Png, default)).MediaId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Upload_WhenWeChatDoesNotGrantIt_StopsNoSends()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.MediaUpload, ErrCode = 48001 });

        var upload = await sending.Get<IMedia>().UploadImageAsync(SendingHarness.App, SampleImages.Png, default);

        upload.MediaId.ShouldBeNull();
        upload.Result.ErrCode.ShouldBe(48001);
        sending.Status.Stops.ShouldBeEmpty();
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Download_BringsTheFile()
    {
        await using var sending = await SendingHarness.StartAsync();
        var mediaId = sending.WeChat.Media.Add(SampleImages.Png, "image/png");

        var download = await sending.Get<IMedia>().DownloadAsync(SendingHarness.App, mediaId, default);

        download.Result.Outcome.ShouldBe(SendOutcome.Sent);
        download.Content.ToArray().ShouldBe(SampleImages.Png);
        download.ContentType.ShouldBe("image/png");
        sending.WeChat.Calls.All[^1].Method.ShouldBe("GET");
    }

    [Fact]
    public async Task Download_WhenWeChatKnowsTheIdNoMore_HasItsCode_ThoughTheStatusIs200()
    {
        await using var sending = await SendingHarness.StartAsync();

        var download = await sending.Get<IMedia>().DownloadAsync(SendingHarness.App, "gone&away", default);

        download.Result.Outcome.ShouldBe(SendOutcome.Failed);
        download.Result.ErrCode.ShouldBe(40007);
        download.Content.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Download_OfAVideo_BringsItsAddress()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.MediaGet, Html = """{"video_url":"http://example.com/v"}""" });

        (await sending.Get<IMedia>().DownloadAsync(SendingHarness.App, "m", default)).VideoUrl.ShouldBe("http://example.com/v");
    }

    [Fact]
    public async Task Download_OfMoreThanAnyPicture_IsGivenUp()
    {
        await using var sending = await SendingHarness.StartAsync();
        var mediaId = sending.WeChat.Media.Add(new byte[MediaLimits.MaxImageBytes + 1], "image/png");

        var download = await sending.Get<IMedia>().DownloadAsync(SendingHarness.App, mediaId, default);

        download.Result.Outcome.ShouldBe(SendOutcome.Failed);
        download.Content.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Download_WhileWeChatIsAway_IsBusy()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.MediaGet, Cut = true });

        (await sending.Get<IMedia>().DownloadAsync(SendingHarness.App, "m", default)).Result.Outcome.ShouldBe(SendOutcome.Busy);
    }

    [Fact]
    public async Task AFailure_RepeatsNoToken()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.MediaUpload, ErrCode = 40004, ErrMsg = "hint access_token" });

        await sending.Get<IMedia>().UploadImageAsync(SendingHarness.App, SampleImages.Png, default);

        var token = sending.WeChat.Calls.All[^1].AccessToken.ShouldNotBeNull();
        sending.Log.Lines.ShouldAllBe(line => !line.Contains(token));
    }
}
