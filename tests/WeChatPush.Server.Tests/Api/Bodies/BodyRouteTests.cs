using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Server.MiniProgram;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Bodies;

/// <summary>What holds of the body of every route there is, and of every one that will be added.</summary>
public sealed class BodyRouteTests
{
    private const string App = "/api/v1/apps/{app}";

    private static readonly string[] WithoutBody =
    [
        $"{App}/campaigns/{{id}}/start", $"{App}/campaigns/{{id}}/pause",
        $"{App}/campaigns/{{id}}/resume", $"{App}/campaigns/{{id}}/cancel",
        "/api/v1/operations/{id}/cancel",
        $"{App}/check", $"{App}/conversations/{{openId}}/done", $"{App}/rotate/finish", $"{App}/rules/undo",
    ];

    // WeChat's own body, passed through; and a form with a picture.
    private static readonly string[] NotOurs = [$"{App}/customer-messages", $"{App}/media"];

    [Fact]
    public async Task EveryRoute_HasATypedBody_OrIsKnownToHaveNone()
    {
        using var server = await ServerUnderTest.StartAsync();
        var routes = BodyRoute.All(server);

        routes.Where(route => route.Type is null).Select(route => route.Path).ShouldBe(WithoutBody, ignoreOrder: true);
        routes.Where(route => route.Type is not null).Except(BodyRoute.Typed(server)).Select(route => route.Path)
            .ShouldBe(NotOurs, ignoreOrder: true);
        BodyRoute.Typed(server).Count.ShouldBeGreaterThanOrEqualTo(7);
    }

    [Fact]
    public async Task EveryTypedBody_RefusesAnUnknownMember_ADuplicate_AndTheWrongCase_AllAtOnce()
    {
        using var server = await ServerUnderTest.StartAsync();
        foreach (var route in BodyRoute.Typed(server))
        {
            var name = route.Metadata!.Properties[0].Name;
            var other = $"{char.ToUpperInvariant(name[0])}{name[1..]}";
            var body = $$"""{"{{name}}":null,"{{name}}":null,"{{other}}":null,"zzzzzzzzzz":1,"{{name}}x":1}""";

            var errors = await ErrorsAsync(server, route, body);

            errors[name].ShouldContain("is given more than once", route.Path);
            errors[other].ShouldBe([$"unknown; did you mean '{name}'?"], route.Path);
            errors[$"{name}x"].ShouldBe([$"unknown; did you mean '{name}'?"], route.Path);
            errors["zzzzzzzzzz"].Single().ShouldStartWith("unknown; the members are ");
            foreach (var property in route.Metadata.Properties.Where(property => property.IsRequired))
                errors[property.Name].ShouldContain("is required", route.Path);
        }
    }

    [Fact]
    public async Task EveryTypedBody_BehindAByteOrderMark_IsReadAsWithoutIt()
    {
        using var server = await ServerUnderTest.StartAsync();
        foreach (var route in BodyRoute.Typed(server))
            (await ErrorsAsync(server, route, "\uFEFF{\"zzzzzzzzzz\":1}"))["zzzzzzzzzz"].Single().ShouldStartWith("unknown; the members are ", customMessage: route.Path);
    }

    [Fact]
    public async Task EveryTypedBody_ThatIsNotJson_OrNoObject_IsRefusedAsAWhole()
    {
        using var server = await ServerUnderTest.StartAsync();
        foreach (var route in BodyRoute.Typed(server))
        {
            (await ErrorsAsync(server, route, "[1]"))["body"].Single().ShouldStartWith("must be an object with ");
            (await ErrorsAsync(server, route, """{"x":"""))["body"].Single().ShouldStartWith("is not JSON");
        }
    }

    [Fact]
    public async Task EveryTypedBody_IsDescribedByTheDocument_WithItsMembers()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);
        var document = await client.JsonAsync("/openapi/v1.json");
        foreach (var route in BodyRoute.Typed(server))
        {
            var schema = document.GetProperty("paths").GetProperty(route.Path)
                .GetProperty(route.Method.ToLowerInvariant()).GetProperty("requestBody").GetProperty("content")
                .GetProperty("application/json").GetProperty("schema");
            new SchemaCheck(document).Check(schema, route.Metadata!, route.Path);
        }
    }

    private static async Task<Dictionary<string, string[]>> ErrorsAsync(ServerUnderTest server, BodyRoute route, string body)
    {
        var tokens = server.Services.GetRequiredService<SessionTokens>();
        var isOfMiniProgram = route.Path.StartsWith("/mp/", StringComparison.Ordinal);
        using var client = server.Client(
            isOfMiniProgram ? tokens.Issue("shop", "oLee").Token : ServerUnderTest.AdminKey);
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Uri);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);

        var problem = await response.JsonAsync(HttpStatusCode.BadRequest);
        return problem.GetProperty("errors").Deserialize<Dictionary<string, string[]>>()!;
    }
}
