using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Alerts;
using WeChatPush.Records;

namespace WeChatPush.TestSupport.Engine;

/// <summary>The alerts of one instance over a store of records, with findings that a test says.</summary>
internal sealed class AlertInstance : IDisposable
{
    private readonly RecordWatch _watch;

    public AlertInstance(IRecordStore store, TimeProvider time, params AlertOptions[] destinations)
    {
        Options = new(new() { Alerts = destinations, Secrets = new() { Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" } });
        var seal = new RecordSeal(Options);
        _watch = new(store, time, NullLogger<RecordWatch>.Instance);
        var records = new AlertRecords(_watch, seal, NullLogger<AlertRecords>.Instance);
        var targets = new AlertDestinations(Options, records);
        Sender = new(new AlertClient(new PlainClients(), time), targets, time, new FakeLogger<AlertSender>(Log));
        Health = new(Sender, records);
        Manager = new(store, seal, _watch, records, targets, Sender);
        States = new(store, _watch, records);
        Watch = new(targets, Enum.GetValues<AlertKind>().Select(kind => new SaidSource(kind, Found)), States, Sender, time, NullLogger<AlertWatch>.Instance);
    }

    public FixedOptions<WeChatPushOptions> Options { get; }

    /// <summary>What is wrong at the moment.</summary>
    public List<AlertFinding> Found { get; } = [];

    public FakeLogCollector Log { get; } = new();

    public AlertSender Sender { get; }

    public AlertHealth Health { get; }

    public AlertManager Manager { get; }

    public AlertStates States { get; }

    public AlertWatch Watch { get; }

    /// <summary>Sees what is stored, then looks once.</summary>
    public async Task LookAsync()
    {
        await _watch.RefreshAsync(default);
        await Watch.LookAsync(default);
    }

    public void Dispose()
    {
        Watch.Dispose();
        _watch.Dispose();
    }

    private sealed class SaidSource(AlertKind kind, List<AlertFinding> found) : IAlertSource
    {
        public AlertKind Kind => kind;

        public ValueTask<IReadOnlyList<AlertFinding>> LookAsync(IReadOnlyCollection<string> open, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<AlertFinding>>([.. found.Where(finding => finding.Kind == kind)]);
    }

    private sealed class PlainClients : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    }
}
