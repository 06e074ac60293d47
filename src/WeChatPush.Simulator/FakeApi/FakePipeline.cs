using WeChatPush.Simulator.FakeApi.Apis;
using WeChatPush.Simulator.FakeApi.Calls;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.Simulator.FakeApi;

/// <summary>What goes over the wire in the end.</summary>
internal readonly record struct FakeReply(int Status, string ContentType, string Body, bool Cut = false)
{
    /// <summary>Goes out instead of the body.</summary>
    public ReadOnlyMemory<byte>? File { get; init; }
}

/// <summary>The way of every call: look for a fault, wait, do the work, write it down, answer.</summary>
internal static class FakePipeline
{
    // WeChat's own header names the charset "encoding".
    private const string Json = "application/json; encoding=utf-8";

    public static async Task<FakeReply> RunAsync(FakeWeChat weChat, FakeRequest request, Func<FakeAnswer> api)
    {
        var at = weChat.Time.GetUtcNow();
        if (FakeApis.IsSend(request.Api))
            weChat.Rhythm.Add();
        var fault = weChat.Faults.Take(request.Api, request.OpenId);
        using var turn = ConcurrentSends.Enter(weChat, request);

        // Not tied to the caller's timeout: WeChat finishes what it has read, also when the caller no longer waits.
        if (fault?.Until is { } signal)
            await signal;
        if (fault is { DelayMs: > 0 })
            await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), weChat.Time, CancellationToken.None);

        if (fault is { RevokeTokens: true })
            weChat.Tokens.Revoke();
        if (fault is { Status: not null } or { Html: not null })
            return HttpError(weChat, request, fault, at);

        var undelivered = fault is { Cut: true, Deliver: false };
        var answer = undelivered ? FakeAnswer.Ok() : Injected(fault) ?? turn.Refusal ?? api();
        weChat.Calls.Add(Call(request, at) with
        {
            Outcome = fault is { Cut: true } ? FakeOutcome.Cut
                : answer.ErrCode == 0 ? FakeOutcome.Ok : FakeOutcome.Refused,
            ErrCode = answer.ErrCode,
            Delivered = answer.ErrCode == 0 && FakeApis.IsSend(request.Api) && !undelivered,
            MsgId = answer.MsgId,
        });
        var cut = fault is { Cut: true };
        return answer.File is { } media
            ? new FakeReply(200, media.ContentType, "", cut) { File = media.Content }
            : new FakeReply(200, Json, answer.Body.ToJsonString(), cut);
    }

    private static FakeAnswer? Injected(FakeFault? fault) => fault switch
    {
        { ErrCode: { } code } => FakeAnswer.Error(code, fault.ErrMsg ?? "injected fault"),
        { DailyQuota: not null } => FakeAnswer.Error(45009, "reach max api daily quota limit"),
        _ => null,
    };

    private static FakeReply HttpError(FakeWeChat weChat, FakeRequest request, FakeFault fault, DateTimeOffset at)
    {
        var status = fault.Status ?? 200;
        weChat.Calls.Add(Call(request, at) with { Outcome = FakeOutcome.HttpError, HttpStatus = status });
        var page = fault.Html ?? $"<html><body><h1>{status}</h1></body></html>";
        return new FakeReply(status, "text/html", page, fault.Cut);
    }

    private static FakeCall Call(FakeRequest request, DateTimeOffset at) => new()
    {
        Api = request.Api,
        Method = request.Method,
        AppId = request.AppId ?? request.Text("appid") ?? request.Query("appid"),
        OpenId = request.OpenId,
        AccessToken = request.AccessToken,
        FromAppId = request.Query("from_appid"),
        Body = TokenApi.WithoutSecret(request),
        At = at,
        Outcome = FakeOutcome.Ok,
    };
}
