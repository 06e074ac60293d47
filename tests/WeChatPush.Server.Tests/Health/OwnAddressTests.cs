using Microsoft.Extensions.Configuration;
using WeChatPush.Server.Health;

namespace WeChatPush.Server.Tests.Health;

public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("http://localhost:5080/")]
    [InlineData("http://localhost:8080/", "http_ports=8080")]
    [InlineData("http://localhost:81/", "http_ports=81;82")]
    [InlineData("http://localhost:8080/", "urls=http://+:8080")]
    [InlineData("http://localhost:8080/", "urls=http://0.0.0.0:8080")]
    [InlineData("http://localhost:8080/", "urls=http://[::]:8080")]
    [InlineData("http://localhost:8080/", "urls=https://*:8443;http://*:8080")]
    [InlineData("https://localhost:8443/", "urls=https://*:8443")]
    [InlineData("http://10.0.0.5:8080/", "urls=http://10.0.0.5:8080", "http_ports=81")]
    [InlineData("http://localhost:9000/", "Kestrel:Endpoints:Main:Url=http://*:9000", "urls=http://*:80")]
    public void Of_AConfiguration_IsWhereItListens(string expected, params string[] settings)
    {
        Find(settings).ToString().ShouldBe(expected);
    }

    [Fact]
    public void Of_AServerOnASocketFileOnly_CannotBeCalled()
    {
        Should.Throw<FormatException>(() => Find("urls=http://unix:/run/wechatpush.sock"));
    }

    private static Uri Find(params string[] settings) => OwnAddress.From(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
        .Build());
}
