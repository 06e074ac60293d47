using System.Runtime.CompilerServices;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Checking.Cases;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking;

/// <summary>All cases, in the order in which the author of a receiver meets them.</summary>
internal sealed class CheckSuite(PushClient client, TimeProvider? time = null)
{
    public async IAsyncEnumerable<CheckResult> RunAsync(
        SimulatedApp app,
        IReadOnlyList<PushFormat> formats,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var get = new CheckContext(app, client, time);
        var verification = app.Route == PushRoute.DeveloperServer ? VerificationCases.All : [VerificationCases.Nothing];
        foreach (var check in verification)
            yield return await PlayAsync("GET", check, get, cancellationToken);

        foreach (var format in formats)
        {
            var post = new CheckContext(app with { Format = format }, client, time);
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

    private static async Task<CheckResult> PlayAsync(
        string group, CheckCase check, CheckContext context, CancellationToken cancellationToken) =>
        new(group, check, await check.PlayAsync(context, cancellationToken));
}
