namespace WeChatPush.Receiving;

/// <summary>How a request to a push URL ended. Each has its own status; its name says which side is at fault.</summary>
internal enum ReceiveOutcome
{
    /// <summary>Stored now.</summary>
    Accepted,

    /// <summary>Stored before.</summary>
    Duplicate,

    /// <summary>Stored, handled, and answered with content.</summary>
    Answered,

    /// <summary>Stored, but the content of the answer was not ready in time; WeChat will try again.</summary>
    NotAnswered,

    /// <summary>The URL verification succeeded, or the probe that stands in for it.</summary>
    Verified,

    /// <summary>The method is neither GET nor POST.</summary>
    MethodNotAllowed,

    /// <summary>The URL names no configured app.</summary>
    UnknownApp,

    /// <summary>A needed parameter is missing or malformed, or one is given twice.</summary>
    BadQuery,

    /// <summary>The signature is missing or does not verify: another token, or not WeChat.</summary>
    BadSignature,

    /// <summary>The header that WeChat's gateway adds is missing, and it is all that could be trusted here.</summary>
    NotFromGateway,

    /// <summary>The header that WeChat's gateway adds names a source that is not trusted: a client, most of the time.</summary>
    FromClient,

    /// <summary>The timestamp is older than the deduplication window, ahead of the clock, or outside the configured tolerance.</summary>
    StaleTimestamp,

    /// <summary>The timestamp and nonce of a plaintext push came before, with another push or a URL verification.</summary>
    NonceReused,

    /// <summary>A payment event that no signature covers, at an app that does not allow it.</summary>
    UnsignedPayment,

    /// <summary>The body is larger than configured.</summary>
    TooLarge,

    /// <summary>The body ended before it was complete.</summary>
    BrokenBody,

    /// <summary>The request did not arrive whole in time.</summary>
    TooSlow,

    /// <summary>The body is empty, not XML or JSON, or not readable.</summary>
    Malformed,

    /// <summary>A clear body where the app's configuration demands an encrypted one.</summary>
    NotEncrypted,

    /// <summary>An encrypted body where the app's configuration has no key for it.</summary>
    NoKey,

    /// <summary>The ciphertext does not decrypt to this app's push.</summary>
    Undecryptable,

    /// <summary>The push names another sender than the gateway does.</summary>
    WrongSender,

    /// <summary>The push is addressed to another mini program.</summary>
    WrongRecipient,

    /// <summary>The push could not be stored in time; WeChat will try again.</summary>
    NotStored,

    /// <summary>The push waited too long before this server got to it; WeChat will try again.</summary>
    Overloaded,

    /// <summary>The bodies of other requests fill the memory that is meant for them; WeChat will try again.</summary>
    NoMemory,
}
