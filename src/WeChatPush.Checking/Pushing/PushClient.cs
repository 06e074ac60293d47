namespace WeChatPush.Simulator.Pushing;

/// <summary>
/// Posts pushes the way WeChat does: five seconds for each try, three tries in all, and every answer but 200 with
/// <c>success</c>, nothing or a documented reply is a failure. Each try has its own signature and encryption.
/// </summary>
public sealed class PushClient : IDisposable
{
    private const int MaxAnswerBytes = 1 << 20;

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public PushClient(TimeProvider? time = null)
        : this(new SocketsHttpHandler(), time)
    {
    }

    internal PushClient(SocketsHttpHandler handler, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        (handler.AllowAutoRedirect, handler.UseProxy, handler.UseCookies) = (false, false, false);
        _http = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan, // SendAsync owns the time
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public int MaxTries { get; init; } = 3;

    /// <summary>Pushes until it is accepted or the tries are used up.</summary>
    public async Task<PushResult> PushAsync(
        SimulatedApp app,
        PushPayload payload,
        Action<PushTry>? onTry = null,
        CancellationToken cancellationToken = default)
    {
        var signer = new PushSigner(app, _time);
        var tries = new List<PushTry>();
        while (true)
        {
            var request = signer.Push(payload);
            var attempt = await SendAsync(app, request, payload, cancellationToken) with { Number = tries.Count + 1 };
            tries.Add(attempt);
            onTry?.Invoke(attempt);
            if (attempt.IsAccepted || tries.Count >= MaxTries)
                return new PushResult { Payload = payload, SentBody = request.Body, Tries = tries };
        }
    }

    /// <summary>Checks the URL as the console does: any echo but the exact one is abnormal.</summary>
    public async Task<PushTry> VerifyAsync(
        SimulatedApp app, string? echo = null, CancellationToken cancellationToken = default)
    {
        echo ??= Random.Shared.NextInt64(1_000_000_000_000_000_000, long.MaxValue).ToString();
        var answer = await SendAsync(app, new PushSigner(app, _time).Verification(echo), null, cancellationToken);
        return answer.Status == 200 ? answer with
        {
            Kind = answer.Text == echo ? AnswerKind.Reply : AnswerKind.Abnormal,
            Problem = answer.Text == echo ? null : "the body is not the echostr to the letter",
        } : answer;
    }

    /// <summary>One request, once, as it stands.</summary>
    /// <param name="app">Where to, and how a reply is decrypted.</param>
    /// <param name="request">What to send.</param>
    /// <param name="payload">What the answer is judged against; null: it is not judged.</param>
    /// <param name="cancellationToken">Ends the try without a verdict.</param>
    public async Task<PushTry> SendAsync(
        SimulatedApp app, PushRequest request, PushPayload? payload, CancellationToken cancellationToken = default)
    {
        using var deadline = new CancellationTokenSource(TryTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var message = request.ToMessage(app.PushUrl);
        var start = _time.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(message, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            var answer = new PushTry
            {
                Kind = AnswerKind.Reply,
                Status = (int)response.StatusCode,
                ContentType = response.Content.Headers.ContentType?.ToString(),
                Body = body,
                Elapsed = _time.GetElapsedTime(start),
            };
            return AnswerCheck.Check(answer, app, payload);
        }
        catch (OperationCanceledException)
            when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Failed(AnswerKind.TimedOut, $"no answer within {TryTimeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException exception)
        {
            return Failed(AnswerKind.Unreachable, ConnectionProblem.Explain(exception, app.PushUrl));
        }

        PushTry Failed(AnswerKind kind, string problem) =>
            new() { Kind = kind, Problem = problem, Elapsed = _time.GetElapsedTime(start) };
    }

    public void Dispose() => _http.Dispose();
}
