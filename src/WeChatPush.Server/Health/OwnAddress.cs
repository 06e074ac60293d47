using WeChatPush.Server.Hosting;

namespace WeChatPush.Server.Health;

/// <summary>Where a server with this configuration can be reached from its own machine.</summary>
internal static class OwnAddress
{
    /// <summary>The first address it listens on; one without TLS, if there is one.</summary>
    /// <exception cref="FormatException">There is none that could be called.</exception>
    public static Uri From(IConfiguration configuration)
    {
        var addresses = ListenAddresses.From(configuration).Where(address => !address.IsLocalSocket).ToList();
        var own = addresses.Find(address => address.Binding.Scheme == Uri.UriSchemeHttp) ?? addresses.FirstOrDefault()
            ?? throw new FormatException("The server listens on no address that could be called.");
        return own.Binding.ToCallable();
    }
}
