using Microsoft.Extensions.Configuration;
using WeChatPush.Server.Hosting;

namespace WeChatPush.Server.Tests;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("urls=http://localhost:5080")]
    [InlineData("urls=http://LOCALHOST:5080;https://127.0.0.1:5081;http://127.9.9.9:1;http://[::1]:5080")]
    [InlineData("urls=http://unix:/run/wechatpush.sock")]
    [InlineData("Kestrel:Endpoints:Main:Url=http://localhost:9000", "urls=http://*:80")]
    [InlineData("urls=http://localhost:9000", "http_ports=8080")]
    [InlineData("urls=", "http_ports=")]
    public void Of_LoopbackAddresses_AreLoopback(params string[] settings)
    {
        Find(settings).ShouldAllBe(address => address.IsLoopback);
    }

    [Theory]
    [InlineData("urls", "urls=http://0.0.0.0:5080")]
    [InlineData("urls", "urls=http://[::]:5080")]
    [InlineData("urls", "urls=http://*:5080")]
    [InlineData("urls", "urls=http://+:5080")]
    [InlineData("urls", "urls=http://192.168.1.5:5080")]
    [InlineData("urls", "urls=http://localhost:5080;http://10.0.0.5:5080")]
    [InlineData("urls", "urls=http://localhost.example.com:5080")]
    [InlineData("http_ports", "http_ports=8080")]
    [InlineData("https_ports", "https_ports=8443")]
    [InlineData("Kestrel:Endpoints:Main:Url", "Kestrel:Endpoints:Main:Url=http://*:9000", "urls=http://localhost:80")]
    public void Of_AnAddressThatOthersReach_NamesItsSetting(string setting, params string[] settings)
    {
        Find(settings).ShouldContain(address => !address.IsLoopback && address.Setting == setting);
    }

    private static IReadOnlyList<ListenAddress> Find(string[] settings) => ListenAddresses.From(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
        .Build());
}
