using System.Globalization;

namespace WeChatPush.Protocol;

/// <summary>
/// What a push may be answered with. Anything else (a quoted <c>"success"</c>, an error page, the other format)
/// makes WeChat tell the user that the service is out of order.
/// </summary>
public static class PushReply
{
    /// <summary>
    /// <c>success</c>: the push has arrived and needs no more. Sent as it is in every mode, never encrypted, without
    /// quotes.
    /// </summary>
    public static ReadOnlyMemory<byte> Success { get; } = "success"u8.ToArray();

    /// <summary>
    /// Passes the user's message to the human agents (转发消息到客服), the only passive reply of a mini program. It answers user
    /// messages only; for an event the agents would see an empty item.
    /// </summary>
    /// <param name="message">
    /// The user's message; the reply takes its format, and its two names the other way round.
    /// </param>
    /// <param name="unixTime">Now, in Unix seconds.</param>
    /// <returns>The body, UTF-8; in secure mode to be passed on to <see cref="EncryptedReply"/>.</returns>
    /// <exception cref="ArgumentException">
    /// The push lacks <c>FromUserName</c> or <c>ToUserName</c>, as no message does.
    /// </exception>
    public static byte[] TransferToCustomerService(PushMessage message, long unixTime)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is not { FromUserName: { } user, ToUserName: { } account })
            throw new ArgumentException("Only a message with sender and receiver can be transferred.", nameof(message));

        return TransferToCustomerService(message.Format, user, account, unixTime);
    }

    /// <inheritdoc cref="TransferToCustomerService(PushMessage, long)"/>
    /// <param name="format">The push's own format.</param>
    /// <param name="user">
    /// The openid of the user who wrote: the push's <c>FromUserName</c>, the reply's <c>ToUserName</c>.
    /// </param>
    /// <param name="account">
    /// The original id of the mini program: the push's <c>ToUserName</c>, the reply's <c>FromUserName</c>.
    /// </param>
    /// <param name="unixTime">Now, in Unix seconds.</param>
    /// <returns>The body, UTF-8; in secure mode to be passed on to <see cref="EncryptedReply"/>.</returns>
    internal static byte[] TransferToCustomerService(PushFormat format, string user, string account, long unixTime)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(account);
        const string msgType = "transfer_customer_service";

        return format == PushFormat.Xml
            ? new XmlReply()
                .Add("ToUserName", user)
                .Add("FromUserName", account)
                .Add("CreateTime", unixTime)
                .Add("MsgType", msgType)
                .ToUtf8()
            : JsonReply.Write(json =>
            {
                json.WriteString("ToUserName"u8, user);
                json.WriteString("FromUserName"u8, account);
                json.WriteNumber("CreateTime"u8, unixTime);
                json.WriteString("MsgType"u8, msgType);
            });
    }

    /// <summary>
    /// The result that payment and some other events ask for (虚拟支付: 消息推送, 回包). Any code but 0 makes WeChat push again.
    /// </summary>
    /// <param name="format">The push's own format.</param>
    /// <param name="errCode">0 for done.</param>
    /// <param name="errMsg">A word of explanation, seen by WeChat only; <c>success</c> beside 0.</param>
    /// <returns>The body, UTF-8; in secure mode to be passed on to <see cref="EncryptedReply"/>.</returns>
    public static byte[] Error(PushFormat format, int errCode, string errMsg)
    {
        ArgumentNullException.ThrowIfNull(errMsg);

        return format == PushFormat.Xml
            ? new XmlReply().Add("ErrCode", errCode).Add("ErrMsg", errMsg).ToUtf8()
            : JsonReply.Write(json =>
            {
                json.WriteNumber("ErrCode"u8, errCode);
                json.WriteString("ErrMsg"u8, errMsg);
            });
    }

    /// <summary>
    /// Wraps a reply for secure mode (开发者服务器接收消息推送: 回包加密): <c>Encrypt</c>, <c>MsgSignature</c>, <c>TimeStamp</c> as a
    /// number, <c>Nonce</c> as a string. The signature is over these values, not over the request's.
    /// </summary>
    /// <param name="cipher">The app's cipher.</param>
    /// <param name="token">The app's token.</param>
    /// <param name="format">The push's own format.</param>
    /// <param name="reply">The reply in the clear, UTF-8; not <see cref="Success"/>, which is never encrypted.</param>
    /// <param name="unixTime">Now, in Unix seconds.</param>
    /// <param name="nonce">The query parameter <c>nonce</c> of the request.</param>
    /// <returns>The body, UTF-8.</returns>
    public static byte[] EncryptedReply(
        PushCipher cipher, string token, PushFormat format, ReadOnlySpan<byte> reply, long unixTime, string nonce)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        ArgumentNullException.ThrowIfNull(nonce);
        return Sealed(cipher.Encrypt(reply), token, format, unixTime, nonce);
    }

    /// <summary>Signs and wraps what was encrypted before.</summary>
    internal static byte[] Sealed(string encrypt, string token, PushFormat format, long unixTime, string nonce)
    {
        var timestamp = unixTime.ToString(CultureInfo.InvariantCulture);
        var signature = PushSignature.ComputeEncrypted(token, timestamp, nonce, encrypt);

        return format == PushFormat.Xml
            ? new XmlReply()
                .Add("Encrypt", encrypt)
                .Add("MsgSignature", signature)
                .Add("TimeStamp", unixTime)
                .Add("Nonce", nonce)
                .ToUtf8()
            : JsonReply.Write(json =>
            {
                json.WriteString("Encrypt"u8, encrypt);
                json.WriteString("MsgSignature"u8, signature);
                json.WriteNumber("TimeStamp"u8, unixTime);
                json.WriteString("Nonce"u8, nonce);
            });
    }
}
