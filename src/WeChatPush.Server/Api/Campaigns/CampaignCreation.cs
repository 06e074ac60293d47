using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using WeChatPush.Campaigns;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Outbound;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Making a campaign.</summary>
internal static class CampaignCreation
{
    private const string Key = "Idempotency-Key";
    private const int MaxKeyLength = 255;
    private const string Wrong = "The campaign is wrong.";

    /// <summary>Maps <c>POST campaigns</c> of an app.</summary>
    public static void MapCampaignCreation(this IEndpointRouteBuilder app) =>
        app.MapPost("campaigns", CreateAsync)
            .WithTags("Campaigns")
            .WithSummary("Make a campaign: one message to each of many users, at a rate")
            .WithDescription(
                "{name, kind?: subscribe | template, templateId, page?, data: {<keyword>: {value}}, miniprogramState?: developer "
                + "| trial | formal, lang?: zh_CN | en_US | zh_HK | zh_TW, rate, startAt?, dryRun?, "
                + "limits?: {perUserPerDay?, quietHours?: {from, to, utcOffset?, then?: wait | skip}}, audience: {kind: "
                + "everyone} | {kind: list, recipients: [{openId, values?}]}}; up to 32 MB. Or a form with the same JSON "
                + "without audience as its part campaign, and a CSV file (openId and a column for each field) as its part "
                + "recipients. {field} in page and data stands for a recipient's value; missingValues says how many lack one and "
                + "will fail. Kind template also takes keywords: [<value>] in the place of data. It is a draft until it is "
                + "started; with startAt it is scheduled. The same Idempotency-Key makes the same campaign; with another "
                + "body it is 422.")
            .AcceptsBody<CampaignRequest>("multipart/form-data")
            .AddOpenApiOperationTransformer(CampaignForm.DescribeAsync)
            .Produces<CampaignView>(StatusCodes.Status201Created)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Created<CampaignView>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        string app,
        HttpRequest request,
        ICampaigns campaigns,
        IOptionsMonitor<WeChatPushOptions> options,
        AuditTrail audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType && !request.HasJsonContentType())
            return Problems.UnsupportedMediaType("Send application/json, or multipart/form-data.");
        if (request.Headers[Key].ToString() is { Length: > MaxKeyLength })
            return Problems.BadRequest($"{Key}: at most {MaxKeyLength} characters.");
        var errors = new BodyErrors();
        IReadOnlyList<TextOrNumber>? keywords = null;
        try
        {
            using var upload = await CampaignUpload.ReadAsync(request, options.CurrentValue, cancellationToken);
            if (upload is null)
                return CampaignUpload.TooLarge;
            var body = BodyReader<CampaignRequest>.Read(RequestBody.WithoutMark(upload.Plan));
            (errors, keywords) = (body.Errors, body.Value.Keywords);
            var plan = CampaignPlanReader.Read(body, upload.HasFile, time.GetUtcNow());
            if (errors.Any)
            {
                await upload.CheckRecipientsAsync(errors, cancellationToken);
                return errors.ToProblem(Wrong);
            }

            var created = await campaigns.CreateAsync(
                app, plan, upload.Recipients ?? AsyncEnumerable.Empty<Recipient>(), KeyOf(request, upload),
                cancellationToken);
            if (created.Campaign is not { } campaign)
                return Problems.Unprocessable($"This {Key} was used for another campaign.");
            await audit.WriteAsync(
                request.HttpContext, AuditActions.CreateCampaign, AuditObject.Campaign(campaign.Id), app, after: Describe(campaign));
            return TypedResults.Created(
                $"{request.Path}/{campaign.Id}", CampaignView.From(campaign) with { MissingValues = created.MissingValues });
        }
        catch (BadUploadException bad)
        {
            errors.AddRules(bad.Errors);
        }
        catch (InvalidCampaignException invalid)
        {
            KeywordTexts.AddRules(errors, invalid.Errors, keywords);
        }

        return errors.ToProblem(Wrong);
    }

    // Not what the messages say: that may name users.
    private static JsonObject Describe(Campaign campaign) => new()
    {
        ["name"] = campaign.Plan.Name,
        ["templateId"] = campaign.Plan.TemplateId,
        ["total"] = campaign.Counts.Total,
        ["rate"] = campaign.Plan.Rate,
        ["dryRun"] = campaign.Plan.DryRun,
    };

    private static IdempotencyKey? KeyOf(HttpRequest request, CampaignUpload upload) =>
        request.Headers[Key].ToString() is { Length: > 0 } key ? new(key, upload.Hash) : null;
}
