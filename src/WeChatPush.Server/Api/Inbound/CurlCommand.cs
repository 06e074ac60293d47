using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Server.Hosting;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>A push as a command for a shell: signed anew, and encrypted as the app wants it. No key and no token stand in it.</summary>
internal static class CurlCommand
{
    /// <summary>The command; <see langword="null"/>: the stored body cannot be read.</summary>
    public static string? Write(string app, AppOptions options, PushDetail push, Uri pushUrl, TimeProvider time)
    {
        if (PushReader.Read(push.Body, out var message) is not ReadOutcome.Ok)
            return null;
        var simulated = OwnPushUrl.From(app, options, pushUrl);
        var request = new PushSigner(simulated, time).Push(new()
        {
            Format = message.Format,
            Body = push.Body,
            OpenId = push.OpenId ?? "",
            ToUserName = message.ToUserName is { Length: > 0 } to ? to : options.AppId,
        });
        return Write(request, pushUrl);
    }

    private static string Write(PushRequest request, Uri pushUrl)
    {
        var command = new StringBuilder("curl -X POST ").Append(Quote(request.AddressAt(pushUrl).AbsoluteUri));
        if (request.ContentType is { } type)
            command.Append(" -H ").Append(Quote($"Content-Type: {type}"));
        foreach (var (name, value) in request.Headers)
            command.Append(" -H ").Append(Quote($"{name}: {value}"));
        return command.Append(" --data-raw ").Append(Quote(Encoding.UTF8.GetString(request.Body.Span))).ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
