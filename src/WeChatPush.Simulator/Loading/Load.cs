using System.Globalization;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Loading;

/// <summary>A load from its first push to the last look at what became of it.</summary>
internal sealed class Load : IDisposable
{
    private readonly LoadPlan _plan;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly PushClient _client = new();
    private readonly LoadRunner _runner;
    private readonly LoadVerifier? _verifier;
    private readonly LoadEffects? _effects;

    /// <param name="plan">What to send.</param>
    /// <param name="adminKey">Null: the server is not asked afterwards.</param>
    /// <param name="api">Null: effects are not asked for.</param>
    public Load(LoadPlan plan, string? adminKey, Uri? api)
    {
        _plan = plan;
        _runner = new LoadRunner(plan, _client, _time);
        _verifier = adminKey is null ? null : new LoadVerifier(plan.App.PushUrl, adminKey, _time.GetUtcNow());
        _effects = api is null ? null : new LoadEffects(api);
    }

    public Uri PushUrl => _plan.App.PushUrl;

    /// <summary>Where it stands, in a line.</summary>
    public string Progress => string.Create(
        CultureInfo.InvariantCulture,
        $"{_runner.Sent} of {_plan.Total} sent, {_runner.Sent - _runner.Done} on their way, {_runner.Retries} tried again, {_runner.GivenUp.Count} given up");

    /// <summary>What keeps it from being verified; null: nothing.</summary>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken) =>
        (_verifier is null ? null : await _verifier.FindProblemAsync(cancellationToken))
        ?? (_effects is null ? null : await _effects.FindProblemAsync(cancellationToken));

    /// <summary>To be called now and then while it runs.</summary>
    public Task KeepUpAsync(CancellationToken cancellationToken) =>
        _effects is null ? Task.CompletedTask : _effects.KeepUpAsync(cancellationToken);

    /// <summary>Sends and verifies. Null: no server listens there.</summary>
    public async Task<LoadReport?> RunAsync(CancellationToken cancellationToken)
    {
        await _runner.RunAsync(cancellationToken);
        if (_runner.NothingListens)
            return null;

        var texts = _runner.Acknowledged.Where(push => push.Value.MsgType == LoadKind.Text).Select(push => push.Key).ToList();
        var stored = _verifier is null ? null : await _verifier.VerifyAsync([.. _runner.Acknowledged.Values], _runner.GivenUp, cancellationToken);
        LoadAnswered? answered = null;
        if (_effects is not null)
        {
            var (missing, doubled) = await _effects.CountAsync(texts, cancellationToken);
            answered = new LoadAnswered(texts.Count, missing, doubled);
        }

        return new LoadReport
        {
            Rate = _plan.Rate,
            AchievedRate = Math.Round(_runner.Lateness.Count / _runner.Sending.TotalSeconds, 1),
            Sent = _runner.Sent,
            Acknowledged = _runner.Acknowledged.Count,
            Retries = _runner.Retries,
            GivenUp = _runner.GivenUp.Count,
            Answers = LoadTimes.From(_runner.Answers),
            Lateness = LoadTimes.From(_runner.Lateness),
            Problems = _runner.Problems,
            Stored = stored,
            Answered = answered,
        };
    }

    public void Dispose()
    {
        _client.Dispose();
        _verifier?.Dispose();
        _effects?.Dispose();
    }
}
