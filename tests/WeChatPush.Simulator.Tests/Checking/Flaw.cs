namespace WeChatPush.Simulator.Tests.Checking;

/// <summary>What a receiver may get wrong. Each is one that real implementations have.</summary>
public enum Flaw
{
    None,
    QuotesSuccess,
    EchoesUnverified,
    EchoesAsHtml,
    SkipsSignature,
    SortsByDictionary,
    AcceptsPlaintext,
    IgnoresAppId,
    ThrowsOnBadCipher,
    ExpandsEntities,
    FailsOnUnknownEvents,
    ReadsNumbersAs32Bits,
    GoesByContentType,
    RefusesCopies,
    NeverAnswersImages,
    CrashesOnEmptyBody,
}
