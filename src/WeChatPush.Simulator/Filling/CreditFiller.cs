using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Filling;

/// <summary>Reports the credits of a plan to a server's admin API, many at a time.</summary>
internal sealed class CreditFiller : IDisposable
{
    private const int AtOnce = 64;
    private const int Tries = 5;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient _http;
    private readonly Uri _credits;
    private readonly string _app;
    private int _reported;

    public CreditFiller(Uri server, string adminKey, string app)
    {
        _app = app;
        _credits = new Uri(server, $"/api/v1/apps/{Uri.EscapeDataString(app)}/credits");
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = AtOnce });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
    }

    /// <summary>How many reports the server has taken so far.</summary>
    public int Reported => Volatile.Read(ref _reported);

    /// <summary>Reports all of it; answers how many credits counted.</summary>
    /// <exception cref="FillException">The server does not take it.</exception>
    public async Task<long> FillAsync(FillPlan plan, CancellationToken cancellationToken)
    {
        // One alone first: what is wrong with all of them is then reported once.
        long counted = await ReportAsync(plan[0], tries: 1, cancellationToken);
        await Parallel.ForAsync(
            1,
            plan.Reports,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, cancel) => Interlocked.Add(ref counted, await ReportAsync(plan[index], Tries, cancel)));
        return counted;
    }

    /// <summary>The credits of all users, as the server reports them.</summary>
    public async Task<FilledTotals> GetTotalsAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<FilledTotals>(_credits, Options, cancellationToken))!;

    public void Dispose() => _http.Dispose();

    private async Task<int> ReportAsync(FillReport report, int tries, CancellationToken cancellationToken)
    {
        for (var left = tries; ; left--)
        {
            try
            {
                using var response = await SendAsync(report, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    Interlocked.Increment(ref _reported);
                    return (await response.Content.ReadFromJsonAsync<Answer>(Options, cancellationToken)).Counted;
                }

                if (left == 1 || (int)response.StatusCode < 500)
                    throw new FillException(Explain(response.StatusCode));
            }
            catch (HttpRequestException error) when (left == 1)
            {
                throw new FillException(ConnectionProblem.Explain(error, _credits));
            }
            catch (HttpRequestException)
            {
                // A report that did arrive is recognised by its id.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(FillReport report, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _credits)
        {
            // Its length is known: sent without chunks.
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(report, Options)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", report.Id);
        return await _http.SendAsync(request, cancellationToken);
    }

    private string Explain(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "the server does not know this admin key: it lies in <DataDirectory>/admin-key",
        HttpStatusCode.NotFound => $"the server has no app {_app}, or it is no WeChatPush",
        HttpStatusCode.BadRequest => "the server does not take such users or templates",
        _ => $"the server answered {(int)status}",
    };

    private readonly record struct Answer(int Counted);
}

/// <summary>What of the totals is looked at.</summary>
internal sealed record FilledTotals(long Users, FilledFormTotals FormIds, IReadOnlyList<FilledTemplate> Templates);

/// <summary>The formIds of all users.</summary>
internal sealed record FilledFormTotals(long Credits, long Users);

/// <summary>The permits of all users for a template.</summary>
internal sealed record FilledTemplate(string TemplateId, long Credits, long Users);

/// <summary>Why a server could not be filled.</summary>
internal sealed class FillException(string message) : Exception(message);
