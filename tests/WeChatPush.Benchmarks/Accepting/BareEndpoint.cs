using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>What is left when nothing is done: Kestrel reads the body and answers <c>success</c>.</summary>
internal static class BareEndpoint
{
    public static async Task<int> RunAsync(string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        var success = "success"u8.ToArray();
        app.Map("/wechat/{app}", async (HttpContext context) =>
        {
            var reader = context.Request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync();
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    break;
            }

            context.Response.ContentType = "text/plain";
            context.Response.ContentLength = success.Length;
            context.Response.BodyWriter.Write(success);
            await context.Response.BodyWriter.FlushAsync();
        });
        await app.RunAsync();
        return 0;
    }
}
