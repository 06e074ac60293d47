using System.Text;
using System.Text.Json.Serialization.Metadata;
using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Campaigns;
using WeChatPush.Server.Api.Credits;
using WeChatPush.Server.Api.Outbound;

namespace WeChatPush.Server.Tests.Api.Bodies;

public sealed class BodyReaderTests
{
    [Fact]
    public void Read_OfARightBody_IsTheRequest()
    {
        var (request, errors) = Read<CreditMessageRequest>(
            """{"openId":"oA","templateId":"t","page":null,"kind":"template","data":{"k":{"value":1.50},"l":{"value":"小\u660e"}}}""");

        errors.Any.ShouldBeFalse();
        (request.OpenId, request.TemplateId, request.Page, request.Kind).ShouldBe(("oA", "t", null, CreditKind.Template));
        KeywordValue.ToTexts(request.Data!).ShouldBe(new Dictionary<string, string> { ["k"] = "1.50", ["l"] = "小明" });
    }

    [Fact]
    public void Read_OfACampaign_ReadsEveryMember()
    {
        var (request, errors) = Read<CampaignRequest>("""
            {"name":"n","templateId":"t","data":{},"rate":0.5,"startAt":"2026-11-21T16:00:00+08:00","dryRun":true,
             "limits":{"perUserPerDay":2,"quietHours":{"from":"22:00","to":"08:00","utcOffset":"-03:30","then":"skip"}},
             "audience":{"kind":"everyone"}}
            """);

        errors.Any.ShouldBeFalse();
        (request.Rate, request.DryRun, request.Audience!.Kind).ShouldBe((0.5, true, CampaignAudience.Everyone));
        request.StartAt.ShouldBe(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));
        request.Limits!.ToLimits().ShouldBe(new CampaignLimits
        {
            PerUserPerDay = 2,
            QuietHours = new(new(22, 0), new(8, 0), new(-3, -30, 0), QuietHoursAction.Skip),
        });
    }

    [Theory]
    [InlineData("\"2026-11-21T08:00Z\"", true)]
    [InlineData("\"2026-11-21T08:00:00.125Z\"", true)]
    [InlineData("\"2026-11-21T08:00:00+08:00\"", true)]
    [InlineData("1795248000", true)]
    [InlineData("\"2026-11-21T08:00:00\"", false)]
    [InlineData("\"2026-11-21\"", false)]
    [InlineData("\"1795248000\"", false)]
    [InlineData("1e300", false)]
    [InlineData("true", false)]
    public void Read_OfAnExpiry_TakesIsoTimesWithAnOffset_AndUnixSeconds(string time, bool isTime) =>
        Read<FormIdRequest>($$"""{"formId":"f","expireAt":{{time}}}""").Errors.Any.ShouldBe(!isTime);

    [Theory]
    [InlineData("""{"openId":"\ud800"}""", "openId", "holds text that is not valid Unicode")]
    [InlineData("""{"openId":"oA","\ud800":1}""", "body", "has a member whose name is not valid Unicode")]
    [InlineData("""{"openId":"oA","values":{"\udc00":"x"}}""", "values", "has a member whose name is not valid Unicode")]
    [InlineData("""{"openId":"oA","values":{"x":"\ud800"}}""", "values.x", "holds text that is not valid Unicode")]
    public void Read_OfTextThatIsNotUnicode_SaysWhere(string body, string field, string complaint) =>
        Read<RecipientRequest>(body).Errors.ToDictionary()[field].ShouldBe([complaint]);

    [Fact]
    public void Read_OfWrongParts_LeavesTheRestReadable_AndItemsInTheirPlaces()
    {
        var (request, errors) = Read<CreditReportRequest>("""{"openId":1,"formIds":[7,{"formId":"f1"}],"subscribe":{"t":"accept","x":null}}""");

        errors.ToDictionary().Keys.ShouldBe(["formIds[0]", "openId"]);
        request.OpenId.ShouldBe("");
        request.FormIds!.Select(formId => formId.FormId).ShouldBe(["", "f1"]);
        request.Subscribe!["t"].Word.ShouldBe("accept");
        request.Subscribe["x"].Word.ShouldBeNull();
    }

    [Fact]
    public void RequestTypes_HoldOnlyValuesThatTheReaderKnows()
    {
        foreach (var type in typeof(RequestJson).GetProperties().Select(property => property.GetValue(RequestJson.Default)).OfType<JsonTypeInfo>())
        {
            if (type.Kind is JsonTypeInfoKind.None)
                BodyValues.Find(type).ShouldNotBeNull($"{type.Type}");
        }
    }

    private static Body<T> Read<T>(string body) => BodyReader<T>.Read(Encoding.UTF8.GetBytes(body));
}
