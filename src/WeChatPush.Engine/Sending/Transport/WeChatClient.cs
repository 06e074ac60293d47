using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Sending;

/// <summary>Posts to WeChat's API and returns the outcome as a value.</summary>
internal sealed class WeChatClient(IHttpClientFactory clients, SendPipelines pipelines, TimeProvider time)
{
    /// <summary>The name under which the HTTP client is registered.</summary>
    public const string Name = "WeChatPush.WeChat";

    /// <summary>
    /// A busy answer that took longer is not tried again in place: the caller's own queue is the better place.
    /// </summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(2.5);

    /// <summary>Makes a call through its pipeline: a few quick tries, breaker, time limit.</summary>
    public ValueTask<ApiResult> CallAsync(WeChatCall call, CancellationToken cancellationToken) =>
        pipelines.RunAsync(call, AttemptAsync, cancellationToken);

    private async ValueTask<ApiResult> AttemptAsync(
        WeChatCall call, CancellationToken attempt, CancellationToken caller)
    {
        var started = time.GetTimestamp();
        using var content = call.Request.IsRead
            ? null
            : new TrackedContent(call.Request.Body, call.Request.ContentType, call.Request.Note);
        var result = await ExchangeAsync(call, content, attempt, caller);
        var duration = time.GetElapsedTime(started);
        // Before anything waits for the next try: a process that dies meanwhile leaves the send to be made.
        if (content?.WasNoted == true && result.Class is ErrorClass.Busy or ErrorClass.Credential)
            await call.Request.Note!.WithdrawAsync(result);
        return result.Timed(
            duration,
            call.Request.Repeatable && result is { Class: ErrorClass.Busy, Withheld: false } && duration < Quick);
    }

    /// <summary>
    /// One exchange. Of its failures only one question counts: had writing the request begun? Whose timeout ended, the
    /// time limit's or the caller's, matters only before that.
    /// </summary>
    private async Task<ApiResult> ExchangeAsync(
        WeChatCall call, TrackedContent? content, CancellationToken attempt, CancellationToken caller)
    {
        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, Address(call));
        request.Content = content;
        if (!call.Request.AnswersFile)
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var client = clients.CreateClient(Name);
            client.MaxResponseContentBufferSize = call.Request.MaxAnswerBytes;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, attempt);
            var answer = await response.Content.ReadAsByteArrayAsync(attempt);
            return ApiAnswer.Read(response.StatusCode, answer, response.Content.Headers.ContentType?.MediaType, call);
        }
        catch (Exception) when (content?.WasRefused == true)
        {
            return ApiResult.OfWithheld();
        }
        catch (OperationCanceledException) when (content?.WasWritten != true && caller.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException
            or IOException or InvalidOperationException or StoreUnavailableException)
        {
            content?.ThrowIfNoteFailed();
            var reason = Reason(error, caller);
            if (content is null && IsTooLarge(error))
                return new() { Class = ErrorClass.Request, ErrMsg = $"More than {call.Request.MaxAnswerBytes} bytes" };
            return content?.WasWritten == true
                ? new() { Class = ErrorClass.Uncertain, ErrMsg = $"{reason}, after the request was written" }
                : new() { Class = ErrorClass.Busy, ErrMsg = $"{reason}, before the request was written" };
        }
    }

    private static bool IsTooLarge(Exception error) =>
        error is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded };

    private static Uri Address(WeChatCall call)
    {
        var address = new StringBuilder(call.BaseUrl.TrimEnd('/')).Append(call.Request.Api);
        var separator = '?';
        Add("access_token", call.AccessToken);
        Add("from_appid", call.Request.FromAppId);
        foreach (var (name, value) in call.Request.Query)
            Add(name, value);
        return new(address.ToString());

        void Add(string name, string? value)
        {
            if (value is null)
                return;
            address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
    }

    /// <summary>Codes instead of messages: an exception's message about an address might hold the token.</summary>
    private static string Reason(Exception error, CancellationToken caller) => error switch
    {
        OperationCanceledException when caller.IsCancellationRequested => "Given up by the caller",
        OperationCanceledException => "No answer in time",
        HttpRequestException { InnerException: SocketException socket } http =>
            $"{http.HttpRequestError}: {socket.SocketErrorCode}",
        HttpRequestException http => http.HttpRequestError.ToString(),
        _ => error.GetType().Name,
    };
}
