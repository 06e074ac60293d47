using System.Runtime.CompilerServices;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Checking.Cases;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking;

/// <summary>All cases, in the order in which the author of a receiver meets them.</summary>
/// <param name="client">Sends.</param>
/// <param name="time">The clock.</param>
/// <param name="user">What the openid of every made-up user begins with.</param>
internal sealed class CheckSuite(PushClient client, TimeProvider? time = null, string user = CheckSuite.User)
{
    /// <summary>What made-up users are called where nothing else is said.</summary>
    public const string User = "oSimulatorCheck";

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public async IAsyncEnumerable<CheckResult> RunAsync(
        SimulatedApp app,
        IReadOnlyList<PushFormat> formats,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var get = new CheckContext(app, client, _time, user);
        var verification = app.Route == PushRoute.DeveloperServer ? VerificationCases.All : [VerificationCases.Nothing];
        foreach (var check in verification)
            yield return await PlayAsync("GET", check, get, cancellationToken);

        foreach (var format in formats)
        {
            var post = new CheckContext(app with { Format = format }, client, _time, user);
            foreach (var check in CasesOf(post.App))
                yield return await PlayAsync($"POST {format}".ToUpperInvariant(), check, post, cancellationToken);
        }
    }

    private static IEnumerable<CheckCase> CasesOf(SimulatedApp app) =>
    [
        .. MessageCases.For(app.Format),
        .. TransportCases.For(app),
        .. RepeatCases.All,
        .. TrustCases(app),
        .. HostileCases.For(app),
        TimeCase.Within,
    ];

    private static IEnumerable<CheckCase> TrustCases(SimulatedApp app) => app.Route switch
    {
        PushRoute.CloudHosting => GatewayCases.For(app.Format),
        PushRoute.CloudFunction => RelayCases.All,
        _ => [.. SignatureCases.For(app), .. app.IsEncrypted ? CipherCases.All : []],
    };

    private async Task<CheckResult> PlayAsync(
        string group, CheckCase check, CheckContext context, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        var verdict = await check.PlayAsync(context, cancellationToken);
        return new(group, check, verdict, _time.GetElapsedTime(begun));
    }
}
