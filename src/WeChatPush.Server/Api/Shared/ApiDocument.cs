using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using WeChatPush.Inbox;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.MiniProgram;

namespace WeChatPush.Server.Api.Shared;

/// <summary>The description of the API at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDocument
{
    /// <summary>The security scheme of the routes that the mini program calls for its user.</summary>
    public const string SessionToken = "SessionToken";

    private const string Scheme = "AdminKey";

    /// <summary>Registers the document.</summary>
    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi("v1", document =>
        {
            document.ShouldInclude = static endpoint =>
                IsBelow(AdminApi.Prefix, endpoint) || IsBelow(MiniProgramApi.Prefix, endpoint);
            document.AddDocumentTransformer(static (document, _, _) =>
            {
                Describe(document);
                return Task.CompletedTask;
            });
            document.AddSchemaTransformer<BodySchemas>();
            document.AddOperationTransformer(static (operation, context, _) =>
            {
                AddRole(operation, context.Description);
                foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
                    parameter.Schema = Schema(parameter.Name) ?? parameter.Schema;
                return Task.CompletedTask;
            });
        });

    private static bool IsBelow(string prefix, ApiDescription endpoint) =>
        endpoint.RelativePath?.StartsWith(prefix[1..] + "/", StringComparison.Ordinal) == true;

    // Queries are read as texts, so that a wrong one is answered with its name; what they should be is said here.
    private static OpenApiSchema? Schema(string? parameter) => parameter switch
    {
        "limit" => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "200", Default = 50 },
        "since" or "until" => new() { Type = JsonSchemaType.String, Format = "date-time" },
        "refresh" or "reveal" => new() { Type = JsonSchemaType.Boolean, Default = false },
        "state" => new() { Type = JsonSchemaType.String, Enum = [.. QueryReader.Words<PushState>()] },
        _ => null,
    };

    private static void AddRole(OpenApiOperation operation, ApiDescription endpoint)
    {
        if (endpoint.ActionDescriptor.EndpointMetadata.OfType<RequiredRole>().LastOrDefault() is not { } needed)
            return;
        var role = AdminRights.WordOf(needed.Role);
        operation.Description = $"{operation.Description} Role: {role}.".TrimStart();
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions["x-role"] = new JsonNodeExtension(role);
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "WeChatPush",
            Version = "v1",
            Description =
                "Administration of a WeChatPush server. Lists answer { items, next }: pass next as cursor for the page after, "
                + "until it is null. Errors are problem documents (RFC 9457).",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key of WeChatPush:AdminKeys, or the one in the file admin-key of the data directory, or one that was made by "
                + "POST /api/v1/keys. x-role says which role an operation needs.",
        };
        document.Components.SecuritySchemes[SessionToken] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token of /mp/{app}/session.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
    }
}
