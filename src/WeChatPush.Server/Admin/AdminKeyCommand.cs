using Microsoft.Extensions.Options;
using WeChatPush.Server.Hosting;

namespace WeChatPush.Server.Admin;

/// <summary>
/// <c>admin-key</c>: prints the generated key of the admin API. For containers, whose image has no shell to look with.
/// </summary>
internal static class AdminKeyCommand
{
    public const string Name = "admin-key";

    /// <summary>0: the key is in <paramref name="output"/>; 1: there is none, <paramref name="errors"/> has the reason.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var builder = WebApplication.CreateBuilder(ServerBuilder.Start(args));
        builder.Logging.ClearProviders();
        builder.AddWeChatPush();
        await using var services = builder.Services.BuildServiceProvider();
        var options = services.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue;
        var path = AdminKeyFile.PathIn(options.DataDirectory);
        if (options.AdminKeys.Count > 0)
        {
            await errors.WriteLineAsync("WeChatPush:AdminKeys are configured, so no key is generated.");
            return 1;
        }

        if (AdminKeyFile.Read(path) is not { } key)
        {
            await errors.WriteLineAsync($"There is no key in {path}: the server makes it at its first start.");
            return 1;
        }

        await output.WriteLineAsync(key);
        return 0;
    }
}
