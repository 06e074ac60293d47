using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>The form in which a campaign comes with a file of recipients.</summary>
internal static class CampaignForm
{
    /// <summary>The part that holds the campaign as JSON, without recipients.</summary>
    public const string Campaign = "campaign";

    /// <summary>The part that holds the recipients as CSV.</summary>
    public const string Recipients = "recipients";

    /// <summary>Says in the document of the API what the form holds: the framework knows only the type of the JSON.</summary>
    public static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var content = operation.RequestBody!.Content!;
        content["multipart/form-data"].Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { Campaign },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                [Campaign] = content["application/json"].Schema!,
                [Recipients] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = "binary",
                    Description = "CSV in UTF-8: a header with openId, and a column for each field.",
                },
            },
        };
        return Task.CompletedTask;
    }
}
