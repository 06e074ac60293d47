using Microsoft.Extensions.Options;
using WeChatPush.Apps;

namespace WeChatPush.TestSupport.Engine;

/// <summary>Makes the catalogue of the apps that options hold.</summary>
internal static class Catalogs
{
    public static AppCatalog From(IOptionsMonitor<WeChatPushOptions> options) => new([new ConfiguredApps(options)]);

    public static AppCatalog From(WeChatPushOptions options) => From(new FixedOptions<WeChatPushOptions>(options));
}
