using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPush.Storage;

/// <summary>Ready means that pushes can be acknowledged: the last commit succeeded, and one that is made now does too.</summary>
internal sealed class StoreHealth(SqliteStore store) : IHealthCheck
{
    private const string Probe = "UPDATE schema SET version = version WHERE name = 'inbox'";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.WriteAsync(static session => session.Execute(Probe)).AsTask().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy("pushes are stored");
        }
        catch (StoreUnavailableException error)
        {
            return HealthCheckResult.Unhealthy($"pushes cannot be stored: {error.Message}");
        }
    }
}
