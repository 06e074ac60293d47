using Microsoft.AspNetCore.Http;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>
/// One of the ways in which pushes come in, which differ in what a request must show to be trusted. Which of them is an
/// app's is decided by its configuration, never by what a request claims.
/// </summary>
internal interface IChannelAuthenticator
{
    /// <summary>The methods that have a meaning here.</summary>
    string Methods { get; }

    /// <summary>Answers a GET.</summary>
    /// <param name="app">The app.</param>
    /// <param name="request">The request.</param>
    /// <param name="nonce">The timestamp and nonce that no push may come with; to be remembered before the answer.</param>
    PushAnswer Verify(App app, HttpRequest request, out PushKey? nonce);

    /// <summary>Judges a POST by its query and headers, before its body is read.</summary>
    /// <param name="app">The app.</param>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">How much of the body is worth reading; may be made less.</param>
    /// <returns>Why the request is refused; <see langword="null"/>: read its body and authenticate it.</returns>
    ReceiveOutcome? Screen(App app, HttpRequest request, ref int maxBytes);

    /// <summary>Verifies and decrypts a POST that passed <see cref="Screen"/>: nothing but computing.</summary>
    /// <returns>The answer, where that is all there is to do; <see langword="null"/>: continue with the push.</returns>
    PushAnswer? Authenticate(App app, HttpRequest request, byte[] body, out DecryptedPush push);
}
