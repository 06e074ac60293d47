using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Simulator.FakeApi.Accounts;

/// <summary>Openids that look like WeChat's (28 characters from <c>o</c> on), the same for the same name.</summary>
public static class FakeOpenId
{
    private const int Length = 28;

    public static string From(string appId, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{appId}\n{name}"));
        return ("o" + Base64Url.EncodeToString(hash))[..Length];
    }
}
