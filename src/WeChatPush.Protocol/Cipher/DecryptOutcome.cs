namespace WeChatPush.Protocol;

/// <summary>
/// What became of a decryption. For logs and counters only: towards the sender every value but <see cref="Ok"/>
/// must look the same, or the differences become an oracle.
/// </summary>
public enum DecryptOutcome
{
    /// <summary>Decrypted, and addressed to this app.</summary>
    Ok,

    /// <summary>The text is not base64 (WXBizMsgCrypt -40010).</summary>
    BadBase64,

    /// <summary>The ciphertext is shorter than two blocks or not a whole number of blocks (-40008).</summary>
    BadLength,

    /// <summary>The padding is not 1 to 32 equal bytes (-40007). The usual sign of another key.</summary>
    BadPadding,

    /// <summary>The length field does not fit what was decrypted (-40008).</summary>
    BadMessageLength,

    /// <summary>The message is addressed to another app (-40005).</summary>
    WrongAppId,
}
