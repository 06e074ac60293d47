using System.Text.Json;
using WeChatPush.Simulator.FakeApi;

namespace WeChatPush.Simulator.Tests.FakeApi;

/// <summary>The simulated API is as particular about forms as WeChat.</summary>
public sealed class MediaApiTests : FakeApiFixture
{
    private const string Png = "\u0089PNG\r\n\u001a\nx";

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "name=\"media\"; filename=\"a.png\"", 0)]
    [InlineData("multipart/form-data; boundary=b", "name=\"media\"; filename=\"a.png\"; filelength=9", 0)]
    [InlineData("multipart/form-data; boundary=\"b\"", "name=\"media\"; filename=\"a.png\"", 41005)]
    [InlineData("multipart/form-data; boundary=b", "name=media; filename=a.png; filename*=utf-8''a.png", 41005)]
    [InlineData("multipart/form-data; boundary=b", "name=\"file\"; filename=\"a.png\"", 41005)]
    [InlineData("multipart/form-data; boundary=b", "name=\"media\"; filename=\"图.png\"", 41005)]
    [InlineData("application/json", "name=\"media\"; filename=\"a.png\"", 41005)]
    public async Task Upload_JudgesTheForm(string contentType, string disposition, int errcode)
    {
        var answer = await UploadAsync(contentType, disposition, Png);

        (answer.TryGetProperty("errcode", out var code) ? code.GetInt32() : 0).ShouldBe(errcode);
    }

    [Fact]
    public async Task WhatWasUploaded_ComesDownForThreeDays()
    {
        var answer = await UploadAsync("multipart/form-data; boundary=b", "name=\"media\"; filename=\"a.png\"", Png);
        var url = $"{FakeApis.MediaGet}?access_token={await TokenAsync()}&media_id={answer.GetProperty("media_id").GetString()}";

        (await Http.GetByteArrayAsync(url)).ShouldBe(System.Text.Encoding.Latin1.GetBytes(Png));
        Clock.Advance(TimeSpan.FromDays(3));
        Code(await GetAsync($"{FakeApis.MediaGet}?access_token={await TokenAsync()}&media_id=x")).ShouldBe(40007);
    }

    [Theory]
    [InlineData("""{"touser":"o1","command":"Typing"}""", 0)]
    [InlineData("""{"touser":"o1","command":"CancelTyping"}""", 0)]
    [InlineData("""{"touser":"o1","command":"typing"}""", 45072)]
    [InlineData("""{"command":"Typing"}""", 40003)]
    public async Task Typing_JudgesTheBody(string body, int errcode) =>
        Code(await SendAsync(body, FakeApis.Typing)).ShouldBe(errcode);

    private async Task<JsonElement> UploadAsync(string contentType, string disposition, string file)
    {
        byte[] body =
        [
            .. System.Text.Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: image/png\r\n\r\n"),
            .. System.Text.Encoding.Latin1.GetBytes(file),
            .. "\r\n--b--\r\n"u8,
        ];
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await Http.PostAsync($"{FakeApis.MediaUpload}?access_token={await TokenAsync()}&type=image", content);
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());
    }
}
