using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using WeChatPush.Handling;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Checking;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Server.Api.Checks;

/// <summary>Plays the cases of the check against a push URL of this process, one run of an app at a time.</summary>
internal sealed class OwnCheck(TimeProvider time, IHostApplicationLifetime host, IOptions<JsonOptions> json)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.Ordinal);

    /// <summary>Takes the place of an app's run. False: one is under way.</summary>
    public bool TryBegin(string app) => _running.TryAdd(app, true);

    /// <summary>Plays the cases, and writes a line for each as soon as it is played. The place that was taken is free then.</summary>
    public async Task RunAsync(SimulatedApp app, Stream output, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            var (begun, cases, failed) = (time.GetTimestamp(), 0, 0);
            using var client = new PushClient(Handler(), time);
            await foreach (var result in new CheckSuite(client, time, CheckPushes.UserPrefix).RunAsync(app, Formats(app), end.Token))
            {
                cases++;
                failed += result.Verdict.Passed ? 0 : 1;
                await WriteAsync(output, CheckLine.From(result), end.Token);
            }

            await WriteAsync(
                output,
                new() { Sum = new(cases, failed), Ms = Math.Round(time.GetElapsedTime(begun).TotalMilliseconds) },
                end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has gone, or the host stops: the last line is missing then.
        }
        finally
        {
            _running.TryRemove(app.Name, out _);
        }
    }

    private static PushFormat[] Formats(SimulatedApp app) =>
        app.Route == PushRoute.CloudFunction ? [PushFormat.Json] : [PushFormat.Json, PushFormat.Xml];

    // The certificate is for the public name, and this is the loopback of the same process.
    private static SocketsHttpHandler Handler() => new()
    {
        SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
    };

    private async Task WriteAsync(Stream output, CheckLine line, CancellationToken cancellationToken)
    {
        await output.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, json.Value.SerializerOptions), cancellationToken);
        await output.WriteAsync(LineEnd, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
