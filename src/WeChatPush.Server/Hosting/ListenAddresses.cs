using System.Net;

namespace WeChatPush.Server.Hosting;

/// <summary>An address to listen on, and the setting that it comes from.</summary>
internal sealed record ListenAddress(string Setting, BindingAddress Binding)
{
    /// <summary>A socket file or a named pipe: no address in the network.</summary>
    public bool IsLocalSocket => Binding.IsUnixPipe || Binding.IsNamedPipe;

    /// <summary>
    /// Only this machine can connect. Kestrel takes any name but <c>localhost</c> for every address of the machine.
    /// </summary>
    public bool IsLoopback =>
        IsLocalSocket
        || Binding.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Binding.Host, out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Where the server listens by its configuration, in the order in which Kestrel reads the settings.</summary>
internal static class ListenAddresses
{
    /// <exception cref="FormatException">One of them is no address.</exception>
    public static IReadOnlyList<ListenAddress> From(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Where(endpoint => endpoint["Url"] is not null)
            .Select(endpoint => Parse($"{endpoint.Path}:Url", endpoint["Url"]!)).ToList();
        if (endpoints.Count > 0)
            return endpoints;

        if (Split(configuration[WebHostDefaults.ServerUrlsKey]) is { Length: > 0 } urls)
            return [.. urls.Select(url => Parse(WebHostDefaults.ServerUrlsKey, url))];

        ListenAddress[] ports =
        [
            .. Ports(configuration, WebHostDefaults.HttpPortsKey, Uri.UriSchemeHttp),
            .. Ports(configuration, WebHostDefaults.HttpsPortsKey, Uri.UriSchemeHttps),
        ];
        return ports.Length > 0 ? ports : [Parse(WebHostDefaults.ServerUrlsKey, ServerBuilder.DefaultAddress)];
    }

    /// <summary>The address under a name that can be connected to, where it stands for every address of the machine.</summary>
    public static Uri ToCallable(this BindingAddress address)
    {
        var isAny = address.Host is "+" or "*" or "0.0.0.0" or "[::]";
        return new UriBuilder(address.Scheme, isAny ? "localhost" : address.Host, address.Port).Uri;
    }

    private static IEnumerable<ListenAddress> Ports(IConfiguration configuration, string setting, string scheme) =>
        Split(configuration[setting]).Select(port => Parse(setting, $"{scheme}://*:{port}"));

    private static ListenAddress Parse(string setting, string address) => new(setting, BindingAddress.Parse(address));

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
