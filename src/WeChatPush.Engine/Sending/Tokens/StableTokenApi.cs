using System.Globalization;
using System.Text.Json;
using WeChatPush.Protocol;
using WeChatPush.Telemetry;

namespace WeChatPush.Sending;

/// <summary>
/// <c>stable_token</c>: asked normally it returns the same token to all callers until shortly before its end; asked to
/// force, it invalidates that token and issues another.
/// </summary>
internal sealed class StableTokenApi(WeChatClient client, TimeProvider time)
{
    /// <summary>Asks for a token.</summary>
    public async Task<(HeldToken? Token, ApiResult Result)> FetchAsync(
        string app, AppOptions settings, bool force, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        var result = await client.CallAsync(
            new()
            {
                Request = new()
                {
                    App = app,
                    Api = SendApis.Token,
                    Body = Body(settings, force),
                    SuccessLacksCode = true,
                    // A forced call that seemed to fail may have counted, and WeChat counts them.
                    Repeatable = !force,
                },
                BaseUrl = settings.ApiBaseUrl,
                Secret = settings.AppSecret,
            },
            cancellationToken);
        Metrics.TokenAsked(app, result.Class, force);

        if (result.Class is ErrorClass.Sent)
        {
            return Read(result.Answer) is var (value, life)
                ? (HeldToken.Fetched(value, life, since, time), result)
                : (null, new() { Class = ErrorClass.Busy, ErrMsg = "WeChat answered without a token" });
        }

        return (null, result.Class switch
        {
            ErrorClass.Busy or ErrorClass.Quota or ErrorClass.Rate => result,
            // Asking twice does no harm, so here not knowing is the same as not having it.
            ErrorClass.Uncertain => result.As(ErrorClass.Busy),
            // Whatever it objects to (40001: the secret), it is in the app's settings or account.
            _ => result.As(ErrorClass.Operator),
        });
    }

    private static ReadOnlyMemory<byte> Body(AppOptions settings, bool force)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, WeChatJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("grant_type"u8, "client_credential"u8);
        writer.WriteString("appid"u8, settings.AppId);
        writer.WriteString("secret"u8, settings.AppSecret);
        writer.WriteBoolean("force_refresh"u8, force);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static (string Value, TimeSpan Life)? Read(ReadOnlyMemory<byte> answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty("access_token"u8, out var value)
            && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } token
            && document.RootElement.TryGetProperty("expires_in"u8, out var life)
            && SecondsOf(life) is { } seconds and > 0
            ? (token, TimeSpan.FromSeconds(seconds))
            : null;
    }

    // WeChat's APIs are not of one mind whether a number is a number or a text.
    private static int? SecondsOf(JsonElement life) => life.ValueKind switch
    {
        JsonValueKind.Number when life.TryGetInt32(out var number) => number,
        JsonValueKind.String when int.TryParse(
            life.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
