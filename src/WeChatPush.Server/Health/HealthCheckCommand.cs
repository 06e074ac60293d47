using WeChatPush.Server.Hosting;

namespace WeChatPush.Server.Health;

/// <summary>
/// <c>healthcheck</c>: asks the server that runs beside it, with the same configuration, whether it can acknowledge
/// pushes. For containers, whose image has no shell and no other client.
/// </summary>
internal static class HealthCheckCommand
{
    public const string Name = "healthcheck";

    public const string LivePath = "/health/live";

    private const string ReadyPath = "/health/ready";

    // Shorter than the image's own time-out, longer than the store may take to answer.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2.5);

    /// <summary>0: it is ready; 1: it is not, and <paramref name="errors"/> has the reason.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        try
        {
            var address = OwnAddress.From(WebApplication.CreateBuilder(ServerBuilder.Start(args)).Configuration);
            using var client = CreateClient(address, Timeout);
            using var answer = await client.GetAsync(ReadyPath);
            if (answer.IsSuccessStatusCode)
                return 0;
            await errors.WriteLineAsync($"{new Uri(address, ReadyPath)} answers {(int)answer.StatusCode}.");
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException
            or IOException or FormatException or InvalidDataException)
        {
            await errors.WriteLineAsync(failure.Message);
        }

        return 1;
    }

    /// <summary>A client for this machine's own server.</summary>
    public static HttpClient CreateClient(Uri address, TimeSpan timeout) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        // Its certificate names the server, not this machine.
        SslOptions =
        {
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
        },
    }) { BaseAddress = address, Timeout = timeout };
}
