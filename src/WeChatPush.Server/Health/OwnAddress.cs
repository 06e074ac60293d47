namespace WeChatPush.Server.Health;

/// <summary>Where a server with this configuration can be reached from its own machine.</summary>
internal static class OwnAddress
{
    /// <summary>The first address it listens on; one without TLS, if there is one.</summary>
    /// <exception cref="FormatException">There is none that could be called.</exception>
    public static Uri Of(IConfiguration configuration)
    {
        var addresses = Addresses(configuration)
            .Select(BindingAddress.Parse).Where(address => !IsLocalSocket(address)).ToList();
        var own = addresses.Find(address => address.Scheme == Uri.UriSchemeHttp) ?? addresses.FirstOrDefault()
            ?? throw new FormatException("The server listens on no address that could be called.");
        return new UriBuilder(own.Scheme, IsWildcard(own.Host) ? "localhost" : own.Host, own.Port).Uri;
    }

    // In the order in which Kestrel goes by them.
    private static List<string> Addresses(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
            return endpoints;
        if (Split(configuration[WebHostDefaults.ServerUrlsKey]) is { Length: > 0 } urls)
            return [.. urls];
        string[] ports =
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
        ];
        return ports.Length > 0 ? [.. ports] : [ServerBuilder.DefaultAddress];
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsWildcard(string host) => host is "+" or "*" or "0.0.0.0" or "[::]";

    private static bool IsLocalSocket(BindingAddress address) => address.IsUnixPipe || address.IsNamedPipe;
}
