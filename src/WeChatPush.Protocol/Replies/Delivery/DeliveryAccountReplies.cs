using System.Text.Json;

namespace WeChatPush.Protocol.Delivery;

/// <summary>The answer to <see cref="GetPreAuthCode"/>.</summary>
public sealed record GetPreAuthCodeReply : DeliveryReply
{
    /// <summary>The code the merchant is sent to your page with.</summary>
    public string PreAuthCode { get; init; } = "";

    private protected override void WriteDetails(Utf8JsonWriter json) =>
        json.WriteString("pre_auth_code"u8, PreAuthCode);
}

/// <summary>The answer to <see cref="GetAuthInfo"/>.</summary>
public sealed record GetAuthInfoReply : DeliveryReply
{
    /// <summary>The app key of the merchant, called <c>shopid</c> in pushes.</summary>
    public string AppKey { get; init; } = "";

    /// <summary>The account's name.</summary>
    public string Account { get; init; } = "";

    /// <summary>0: not known; 1: paid in advance; 2: paid monthly; 3: something else.</summary>
    public int AccountType { get; init; }

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteString("appkey"u8, AppKey);
        json.WriteString("account"u8, Account);
        json.WriteNumber("account_type"u8, AccountType);
    }
}
