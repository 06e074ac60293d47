using System.Text.Json;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Tests.Api;

public sealed class UtcTimeConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new UtcTimeConverter() } };

    [Theory]
    [InlineData("2026-05-01T08:00:00+08:00", "2026-05-01T00:00:00Z")]
    [InlineData("2026-05-01T08:00:00.1250000+00:00", "2026-05-01T08:00:00.125Z")]
    public void Write_WhateverTheOffset_IsUtc_AndReadsBackAsTheSameMoment(string time, string expected)
    {
        var moment = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        var json = JsonSerializer.Serialize<DateTimeOffset?>(moment, Options);

        json.ShouldBe($"\"{expected}\"");
        JsonSerializer.Deserialize<DateTimeOffset>(json, Options).ShouldBe(moment);
    }
}
