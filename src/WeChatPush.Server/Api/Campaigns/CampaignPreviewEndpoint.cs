using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using WeChatPush.Campaigns;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Outbound;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>What a campaign would send, before it is made.</summary>
internal static class CampaignPreviewEndpoint
{
    private const int DefaultSamples = 3;
    private const int MaxSamples = 20;
    private const string Wrong = "The campaign is wrong.";

    /// <summary>Maps <c>POST campaigns/preview</c> of an app.</summary>
    public static void MapCampaignPreview(this IEndpointRouteBuilder app) =>
        app.MapPost("campaigns/preview", PreviewAsync)
            .WithTags("Campaigns")
            .WithSummary("Show what a campaign would send, and to how many")
            .WithDescription(
                $"The body of POST campaigns; nothing is stored or sent. samples: the messages of the first recipients, {DefaultSamples} "
                + $"or as many as ?samples= says, at most {MaxSamples}; complaint says why one would not be sent. noCredit counts among "
                + "the first creditsChecked recipients. A mistake is the same 400 that POST campaigns would answer.")
            .AcceptsBody<CampaignRequest>("multipart/form-data")
            .AddOpenApiOperationTransformer(CampaignForm.DescribeAsync)
            .Produces<CampaignPreview>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<Results<Ok<CampaignPreview>, ValidationProblem, ProblemHttpResult>> PreviewAsync(
        string app,
        string? samples,
        HttpRequest request,
        ICampaigns campaigns,
        IOptionsMonitor<WeChatPushOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var shown = DefaultSamples;
        if (samples is not null && (!int.TryParse(samples, NumberStyles.None, CultureInfo.InvariantCulture, out shown) || shown > MaxSamples))
            query.Wrong("samples", $"must be a whole number from 0 to {MaxSamples}.");
        if (query.Problem is { } problem)
            return problem;
        if (!request.HasFormContentType && !request.HasJsonContentType())
            return Problems.UnsupportedMediaType("Send application/json, or multipart/form-data.");
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
            if (!errors.Any)
            {
                return TypedResults.Ok(await campaigns.PreviewAsync(
                    app, plan, upload.Recipients ?? AsyncEnumerable.Empty<Recipient>(), shown, cancellationToken));
            }

            await upload.CheckRecipientsAsync(errors, cancellationToken);
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
}
