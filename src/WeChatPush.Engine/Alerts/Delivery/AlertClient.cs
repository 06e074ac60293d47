using System.Net.Sockets;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace WeChatPush.Alerts;

/// <summary>Posts to a destination and returns the outcome as a value.</summary>
internal sealed class AlertClient
{
    /// <summary>The name under which the HTTP client is registered.</summary>
    public const string Name = "WeChatPush.Alerts";

    /// <summary>How long one try may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // Verdicts have a hundred bytes.
    private const int MaxAnswerBytes = 16 * 1024;

    private readonly IHttpClientFactory _clients;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<AlertDelivery> _once;
    private readonly ResiliencePipeline<AlertDelivery> _retrying;

    public AlertClient(IHttpClientFactory clients, TimeProvider time)
    {
        (_clients, _time) = (clients, time);
        var timeout = new TimeoutStrategyOptions { Timeout = Timeout };
        _once = new ResiliencePipelineBuilder<AlertDelivery> { TimeProvider = time }.AddTimeout(timeout).Build();
        _retrying = new ResiliencePipelineBuilder<AlertDelivery> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<AlertDelivery>
            {
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is { IsTransient: true }),
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                UseJitter = true,
            })
            .AddTimeout(timeout)
            .Build();
    }

    /// <summary>Posts, up to three times.</summary>
    public ValueTask<AlertDelivery> PostAsync(AlertRequest request, CancellationToken cancellationToken) =>
        PostAsync(_retrying, request, cancellationToken);

    /// <summary>Posts once.</summary>
    public ValueTask<AlertDelivery> TryAsync(AlertRequest request, CancellationToken cancellationToken) =>
        PostAsync(_once, request, cancellationToken);

    private ValueTask<AlertDelivery> PostAsync(
        ResiliencePipeline<AlertDelivery> pipeline, AlertRequest request, CancellationToken cancellationToken) =>
        pipeline.ExecuteAsync(
            static (post, attempt) => post.client.ExchangeAsync(post.request, attempt, post.cancellationToken),
            (client: this, request, cancellationToken),
            cancellationToken);

    private async ValueTask<AlertDelivery> ExchangeAsync(AlertRequest request, CancellationToken attempt, CancellationToken caller)
    {
        var destination = request.Destination;
        try
        {
            using var message = request.ToMessage(_time.GetUtcNow());
            using var client = _clients.CreateClient(Name);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, attempt);
            return RobotAnswer.Read(destination, (int)response.StatusCode, await ReadAsync(response.Content, attempt));
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return Failed(destination, "no answer in time");
        }
        catch (HttpRequestException error)
        {
            return Failed(destination, error.InnerException is SocketException socket
                ? $"{error.HttpRequestError}: {socket.SocketErrorCode}"
                : $"{error.HttpRequestError}");
        }
        catch (IOException error)
        {
            return Failed(destination, $"the answer broke off ({error.GetType().Name})");
        }
    }

    private static AlertDelivery Failed(AlertDestination destination, string problem) =>
        new(destination.Name, false, null, problem) { Problem = problem, IsTransient = true };

    private static async ValueTask<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswerBytes];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer[..length];
    }
}
