using System.Net.Sockets;

namespace WeChatPush.Simulator.Pushing;

/// <summary>Describes what to check when no answer came.</summary>
internal static class ConnectionProblem
{
    public static string NothingListens(Uri url) => $"nothing listens at {url.Scheme}://{url.Authority}: is the server running?";

    public static string Explain(HttpRequestException exception, Uri url) => exception switch
    {
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            NothingListens(url),
        { HttpRequestError: HttpRequestError.NameResolutionError } =>
            $"the name {url.Host} is not known: is the URL spelt right?",
        { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            $"no TLS connection to {url.Authority}: is its certificate valid, and is it https that it speaks?",
        { HttpRequestError: HttpRequestError.ResponseEnded } =>
            "the server closed the connection without an answer",
        _ => $"the connection to {url.Authority} failed: {(exception.InnerException ?? exception).Message}",
    };
}
