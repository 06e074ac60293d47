using System.Collections.Concurrent;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.FakeApi.Calls;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.Simulator.FakeApi;

/// <summary>
/// The state of the simulated WeChat: accounts, tokens, customer-service windows, credits, injected faults, and every
/// call it received. All of it is in memory; <see cref="FakeWeChatEndpoints.MapFakeWeChat"/> maps it into a host.
/// </summary>
public sealed class FakeWeChat
{
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public FakeWeChat(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Tokens = new FakeTokens(Time);
        Windows = new FakeWindows(Time);
        Faults = new FakeFaults(Time);
        Calls = new FakeCalls();
        Rhythm = new FakeRhythm(Time);
        Credits = new FakeCredits();
        Media = new FakeMedia(Time);
    }

    public TimeProvider Time { get; }

    public FakeTokens Tokens { get; }

    public FakeWindows Windows { get; }

    public FakeFaults Faults { get; }

    public FakeCalls Calls { get; }

    /// <summary>How the message sends came in over time.</summary>
    public FakeRhythm Rhythm { get; }

    public FakeCredits Credits { get; }

    /// <summary>What was uploaded, and what users have sent.</summary>
    public FakeMedia Media { get; }

    /// <summary>The templates of subscribe messages that every account has.</summary>
    public IReadOnlyList<FakeTemplate> Templates { get; set; } = FakeTemplate.Samples;

    /// <summary>Any AppId with any secret is an account. Switched off by the first <see cref="AddAccount"/>.</summary>
    public bool AcceptAnyAccount { get; set; } = true;

    /// <summary>Off: calls without an access token are served, as WeChat's cloud hosting does.</summary>
    public bool RequireAccessToken { get; set; } = true;

    /// <summary>Customer-service windows of users whose pushes are known are enforced (45015, 45047).</summary>
    public bool EnforceWindows { get; set; } = true;

    /// <summary>A subscribe message needs a permit given by <see cref="FakeCredits.Grant"/> (43101).</summary>
    public bool EnforceCredits { get; set; }

    /// <summary>A second send to a user while one is running is refused (43108).</summary>
    public bool RefuseConcurrentSends { get; set; }

    /// <summary>Login codes that were exchanged: each works once.</summary>
    internal ConcurrentDictionary<string, bool> UsedCodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Sends under way, per user.</summary>
    internal ConcurrentDictionary<string, int> RunningSends { get; } = new(StringComparer.Ordinal);

    public FakeWeChat AddAccount(string appId, string secret)
    {
        lock (_gate)
            _secrets[appId] = secret;

        AcceptAnyAccount = false;
        return this;
    }

    /// <summary>Waits for <paramref name="count"/> calls of any API; fails with what did arrive.</summary>
    public Task<IReadOnlyList<FakeCall>> WaitForCallsAsync(
        int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Calls.WaitAsync(_ => true, count, timeout, cancellationToken);

    /// <summary>Waits for <paramref name="count"/> calls that match.</summary>
    public Task<IReadOnlyList<FakeCall>> WaitForCallsAsync(
        Func<FakeCall, bool> predicate,
        int count = 1,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default) =>
        Calls.WaitAsync(predicate, count, timeout, cancellationToken);

    /// <summary>Waits for <paramref name="count"/> message sends, refused ones included.</summary>
    public Task<IReadOnlyList<FakeCall>> WaitForSendsAsync(
        int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Calls.WaitAsync(call => call.IsSend, count, timeout, cancellationToken);

    /// <summary>Forgets everything but the accounts and the switches.</summary>
    public void Reset()
    {
        Tokens.Clear();
        Windows.Clear();
        Faults.Clear();
        Calls.Clear();
        Rhythm.Clear();
        Media.Clear();
        Credits.Clear();
        Templates = FakeTemplate.Samples;
        UsedCodes.Clear();
    }

    internal FakeAnswer? CheckAccount(string? appId, string? secret)
    {
        if (string.IsNullOrEmpty(appId))
            return FakeAnswer.Error(41002, "appid missing");
        if (string.IsNullOrEmpty(secret))
            return FakeAnswer.Error(41004, "appsecret missing");
        if (AcceptAnyAccount)
            return null;

        lock (_gate)
        {
            if (!_secrets.TryGetValue(appId, out var known))
                return FakeAnswer.Error(40013, "invalid appid");

            return string.Equals(known, secret, StringComparison.Ordinal)
                ? null
                : FakeAnswer.Error(40125, "invalid appsecret");
        }
    }
}
