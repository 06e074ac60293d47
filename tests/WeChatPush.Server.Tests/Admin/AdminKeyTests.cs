using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Admin;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Admin;

public sealed class AdminKeyTests
{
    [Theory]
    [InlineData("GET", "/api/v1/apps")]
    [InlineData("GET", "/api/v1/apps/shop/messages")]
    [InlineData("GET", "/api/v1/apps/nobody/messages/1")]
    [InlineData("POST", "/api/v1/apps/shop/messages/1/replay")]
    [InlineData("POST", "/api/v1/apps/shop/dead-letters/replay")]
    [InlineData("POST", "/api/v1/apps/shop/customer-messages")]
    [InlineData("GET", "/api/v1/apps/shop/access-token")]
    [InlineData("GET", "/api/v1/no/such/route")]
    [InlineData("DELETE", "/api/v1/apps")]
    [InlineData("GET", "/API/v1/apps")]
    public async Task Request_WhenTheKeyIsMissingOrWrong_Is401WithAChallenge(string method, string path)
    {
        using var server = await ServerUnderTest.StartAsync();
        foreach (var key in new[] { null, "wrong", ServerUnderTest.AdminKey + "x", ServerUnderTest.AdminKey.ToUpperInvariant() })
        {
            using var client = server.Client(key);
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("not json") };

            using var response = await client.SendAsync(request);

            var problem = await response.JsonAsync(HttpStatusCode.Unauthorized);
            problem.GetProperty("title").GetString().ShouldBe("Unauthorized");
            response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer realm=\"WeChatPush\"");
        }
    }

    [Theory]
    [InlineData("Basic the-admin-key-of-the-tests")]
    [InlineData("the-admin-key-of-the-tests")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    public async Task Request_WhenTheSchemeIsNotBearer_Is401(string authorization)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var response = await client.GetAsync("/api/v1/apps");

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Request_WhenSeveralKeysAreLive_TakesEach()
    {
        using var server = await ServerUnderTest.StartAsync(("AdminKeys:1", "the-second-admin-key"));
        foreach (var key in new[] { ServerUnderTest.AdminKey, "the-second-admin-key" })
        {
            using var client = server.Client(key);
            await client.JsonAsync("/api/v1/apps");
        }
    }

    [Fact]
    public async Task Request_WhenNoKeyIsConfigured_TakesTheGeneratedOne()
    {
        using var server = await ServerUnderTest.StartAsync(("AdminKeys:0", null));
        server.StartServer();
        var file = Path.Combine(server.DataDirectory, "admin-key");
        var key = (await File.ReadAllTextAsync(file)).Trim();

        using var client = server.Client(key);
        await client.JsonAsync("/api/v1/apps");

        server.Log.Lines.ShouldContain(line => line.Contains(file));
        server.Log.Lines.ShouldAllBe(line => !line.Contains(key));
    }

    [Fact]
    public async Task Request_WhileTheStoredKeysCannotBeRead_Is503_ForAKeyThatMayBeOne()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var blind = server.WithWebHostBuilder(host => host.ConfigureServices(services => services.AddSingleton<IStoredAdminKeys, NoKeys>()));
        foreach (var (key, status) in new[]
        {
            ("wcp_0123456789", HttpStatusCode.ServiceUnavailable), ("wrong", HttpStatusCode.Unauthorized), (ServerUnderTest.AdminKey, HttpStatusCode.OK),
        })
        {
            using var client = blind.CreateClient();
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
            using var response = await client.GetAsync("/api/v1/apps");
            await response.JsonAsync(status);
            response.Headers.Contains("Retry-After").ShouldBe(status is HttpStatusCode.ServiceUnavailable);
        }
    }

    [Fact]
    public async Task Request_WhenKeysAreReloaded_TakesTheNewOnesOnly()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        await client.JsonAsync("/api/v1/apps");

        server.Reload("AdminKeys:0", "the-rotated-admin-key");

        (await client.GetAsync("/api/v1/apps")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var rotated = server.Client("the-rotated-admin-key");
        await rotated.JsonAsync("/api/v1/apps");
    }

    private sealed class NoKeys : IStoredAdminKeys
    {
        public bool IsLoaded => false;

        public IReadOnlyList<StoredAdminKey> List() => [];

        public StoredAdminKey? Find(ReadOnlySpan<byte> hash) => null;

        public ValueTask<MadeAdminKey?> CreateAsync(NewAdminKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<StoredAdminKey?> RemoveAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
