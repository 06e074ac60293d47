using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Server.Hosting;

/// <summary>The push URL of an app at this very process, and what WeChat's console has to say about the app.</summary>
internal static class OwnPushUrl
{
    /// <summary>The address that Kestrel bound, one without TLS if there is one; <see langword="null"/>: none that could be called.</summary>
    public static Uri? FindAddress(IServiceProvider services) =>
        services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses
            .Select(BindingAddress.Parse)
            .Where(address => !address.IsUnixPipe && !address.IsNamedPipe)
            .OrderBy(address => address.Scheme, StringComparer.Ordinal)
            .Select(address => address.ToCallable())
            .FirstOrDefault();

    /// <summary>The app as WeChat's side knows it.</summary>
    public static SimulatedApp From(string name, AppOptions app, Uri address)
    {
        var simulated = new SimulatedApp
        {
            Name = name,
            AppId = app.AppId,
            Token = app.Token,
            EncodingAesKey = app.EncodingAesKey,
            Mode = app.EffectiveMode switch
            {
                PushMode.Secure => WireMode.Secure,
                PushMode.Compatible => WireMode.Compatible,
                _ => WireMode.Plaintext,
            },
            Route = app.Hosting switch
            {
                PushHosting.CloudHosting => PushRoute.CloudHosting,
                PushHosting.CloudFunction => PushRoute.CloudFunction,
                _ => PushRoute.DeveloperServer,
            },
            RelaySecret = app.RelaySecret,
            PushUrl = new Uri(address, $"/wechat/{name}"),
        };
        return string.IsNullOrEmpty(app.OriginalId) ? simulated : simulated with { OriginalId = app.OriginalId };
    }
}
