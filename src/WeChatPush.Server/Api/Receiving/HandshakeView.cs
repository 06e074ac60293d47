using WeChatPush.Receiving;

namespace WeChatPush.Server.Api.Receiving;

/// <summary>URL verifications that ended alike, from one address to one host.</summary>
/// <param name="At">When the last of them came.</param>
/// <param name="Outcome">How they ended.</param>
/// <param name="Text">The same in words: which part disagrees, and what to do.</param>
/// <param name="Address">The client's address.</param>
/// <param name="Host">The Host header: the domain that was called.</param>
/// <param name="UserAgent">The User-Agent header of the last one.</param>
/// <param name="Count">How many there were.</param>
internal sealed record HandshakeView(
    DateTimeOffset At, HandshakeOutcome Outcome, string Text, string? Address, string Host, string? UserAgent, long Count)
{
    public static HandshakeView From(Handshake handshake, string app) => new(
        handshake.At, handshake.Outcome, TextOf(handshake, app), handshake.Address, handshake.Host, handshake.UserAgent, handshake.Count);

    private static string TextOf(Handshake handshake, string app) => handshake.Outcome switch
    {
        HandshakeOutcome.Ok => "Verified: token, path and host are right.",
        HandshakeOutcome.MissingParameter =>
            $"Missing or malformed: {handshake.Parameters}. WeChat sends signature, timestamp, nonce and echostr; a proxy in front must "
            + "not drop the query.",
        HandshakeOutcome.RepeatedParameter =>
            "A parameter is given twice, or there are too many. The URL in the mini program's console must not name signature, "
            + "timestamp, nonce or echostr itself.",
        HandshakeOutcome.MissingSignature =>
            "There is no signature. WeChat has been seen to try that once; if nothing else comes, it was a browser or a scanner.",
        HandshakeOutcome.BadSignature =>
            $"The token disagrees: the Token in the mini program's console is not that of the app {app}, or the request is not WeChat's.",
        HandshakeOutcome.OtherAppsToken =>
            $"The path disagrees: the signature is made with the token of another app of this server, but the URL ends in /{app}.",
        HandshakeOutcome.StaleTimestamp =>
            "The clock disagrees: the timestamp is outside the app's TimestampTolerance. It is a replay, or this machine's clock is wrong.",
        HandshakeOutcome.NotUsed =>
            $"The hosting disagrees: the app {app} gets its pushes through WeChat's cloud, which verifies no URL. If WeChat calls this "
            + "URL itself, its Hosting must be DeveloperServer.",
        HandshakeOutcome.NotStored => "The store did not answer in time, so this was answered 503. Save once more in the console.",
        _ => throw new InvalidOperationException($"An outcome without a text: {handshake.Outcome}."),
    };
}

/// <summary>The last URL verifications of an app.</summary>
/// <param name="Items">Newest first; at most 20.</param>
/// <param name="Next">Always <see langword="null"/>: there is one page.</param>
/// <param name="UnknownApps">How many GETs named an app that does not exist, since this instance started: the path may be wrong.</param>
internal sealed record HandshakeList(IReadOnlyList<HandshakeView> Items, string? Next, long UnknownApps);
