using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Inbox;
using WeChatPush.Storage;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

public sealed class ProblemTests
{
    [Theory]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/v1/apps", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/apps/shop/customer-messages", HttpStatusCode.MethodNotAllowed)]
    public async Task Request_WhenNoRouteTakesIt_IsAProblemDocument(string method, string path, HttpStatusCode status)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        await response.JsonAsync(status);
    }

    [Fact]
    public async Task Request_WhenTheServerHasABug_IsAProblemDocumentWithoutStack()
    {
        await AnswersAsync(new InvalidOperationException("a secret inside"), HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Request_WhenTheStoreIsAway_Is503()
    {
        await AnswersAsync(new StoreUnavailableException("disk I/O error"), HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Push_WhenItIsRefused_GetsNoProblemDocument()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        foreach (var path in new[] { "/wechat/nobody", "/wechat/shop", "/wechat/shop?signature=x&timestamp=1&nonce=1&echostr=1" })
        {
            using var response = await client.GetAsync(path);
            (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }
    }

    private static async Task AnswersAsync(Exception failure, HttpStatusCode status)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var failing = server.WithWebHostBuilder(host => host.ConfigureTestServices(
            services => services.AddSingleton<IPushHistory>(new FailingHistory(failure))));
        using var client = failing.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", ServerUnderTest.AdminKey);

        using var response = await client.GetAsync("/api/v1/apps/shop/messages");

        (await response.JsonAsync(status)).ToString().ShouldNotContain(failure.Message);
    }

    private sealed class FailingHistory(Exception failure) : IPushHistory
    {
        public ValueTask<PushPage> ListAsync(string app, PushFilter filter, CancellationToken cancellationToken) => throw failure;

        public ValueTask<PushCount> CountAsync(string app, PushFilter filter, CancellationToken cancellationToken) => throw failure;

        public ValueTask<PushDetail?> FindAsync(string app, string id, CancellationToken cancellationToken) => throw failure;

        public ValueTask<bool> ReplayAsync(string app, string id, ReplayRequest request, CancellationToken cancellationToken) =>
            throw failure;

        public ValueTask<int> ReplayDeadLettersAsync(string app, ReplayRequest request, CancellationToken cancellationToken) =>
            throw failure;

        public ValueTask<PushBacklog> CountAsync(string app, CancellationToken cancellationToken) => throw failure;
    }
}
