using Microsoft.Extensions.Options;

namespace WeChatPush;

/// <summary>Checks values, and the rules between them. Every error begins with its key; no secret is repeated.</summary>
internal sealed class WeChatPushOptionsValidator : IValidateOptions<WeChatPushOptions>
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Any longer, and adding it to a date could leave the calendar.
    private static readonly TimeSpan Forever = TimeSpan.FromDays(3650);

    // WeChat hangs up after 5 s.
    private static readonly TimeSpan WeChatTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WeChatPushOptions options)
    {
        var errors = new List<string>();
        var scope = new ValidationScope(WeChatPushOptions.SectionName, errors);

        scope.Check(!string.IsNullOrWhiteSpace(options.DataDirectory), nameof(options.DataDirectory), "is empty.");
        AdminKeyOptionsValidator.Validate(options.AdminKeys, scope.At(nameof(options.AdminKeys)));
        for (var i = 0; i < options.TrustedProxies.Count; i++)
        {
            var proxies = options.TrustedProxies[i];
            scope.At(nameof(options.TrustedProxies)).Check(
                proxies.PrefixLength > 0,
                $"{i}",
                $"{proxies} is every address, so that any client could choose its own.");
        }

        Secrets(options.Secrets, scope.At(nameof(options.Secrets)));
        Receiving(options.Receiving, scope.At(nameof(options.Receiving)));
        Deduplication(options.Deduplication, scope.At(nameof(options.Deduplication)));
        Dispatching(options.Dispatching, options.Forwarding, scope.At(nameof(options.Dispatching)));
        Outgoing(options, scope);
        scope.At(nameof(options.Campaigns)).Between(
            options.Campaigns.MaxUploadBytes, 1024, int.MaxValue, nameof(options.Campaigns.MaxUploadBytes));
        AlertOptionsValidator.Validate(options.Alerts, scope.At(nameof(options.Alerts)));
        Retention(options.Retention, scope.At(nameof(options.Retention)));

        foreach (var (app, appOptions) in options.Apps)
            AppOptionsValidator.Validate(app, appOptions, options.Deduplication, scope);

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Secrets(SecretsOptions secrets, ValidationScope scope)
    {
        const string wrong = "is not a key: base64 of 32 bytes, as openssl rand -base64 32 makes them.";
        scope.Check(secrets.Key is null or "" || SecretKeyText.TryRead(secrets.Key, out _), nameof(secrets.Key), wrong);
        for (var i = 0; i < secrets.PreviousKeys.Count; i++)
            scope.At(nameof(secrets.PreviousKeys)).Check(SecretKeyText.TryRead(secrets.PreviousKeys[i], out _), $"{i}", wrong);
    }

    private static void Receiving(ReceivingOptions receiving, ValidationScope scope)
    {
        scope.Between(receiving.MaxBodyBytes, 256, 64 * 1024 * 1024, nameof(receiving.MaxBodyBytes));
        scope.Between(receiving.RequestTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), nameof(receiving.RequestTimeout));
        scope.Between(receiving.MaxConnections, 16, 1_000_000, nameof(receiving.MaxConnections));
        scope.Check(
            receiving.MaxBytesInFlight >= 4L * receiving.MaxBodyBytes,
            nameof(receiving.MaxBytesInFlight),
            $"is {receiving.MaxBytesInFlight}, but must be at least four times "
            + $"{scope.KeyOf(nameof(receiving.MaxBodyBytes))} ({receiving.MaxBodyBytes}).");
        scope.Check(
            receiving.MaxSpoolBytes >= receiving.MaxBodyBytes,
            nameof(receiving.MaxSpoolBytes),
            $"is {receiving.MaxSpoolBytes}, but must be at least {scope.KeyOf(nameof(receiving.MaxBodyBytes))} "
            + $"({receiving.MaxBodyBytes}).");
        scope.Between(receiving.MinReplicas, 0, 16, nameof(receiving.MinReplicas));
        scope.Between(receiving.MaxWait, Moment, WeChatTimeout, nameof(receiving.MaxWait));
        scope.Between(receiving.ReplyBudget, Moment, WeChatTimeout, nameof(receiving.ReplyBudget));
        scope.Between(receiving.AppendTimeout, Moment, WeChatTimeout, nameof(receiving.AppendTimeout));
        scope.Check(
            receiving.AppendTimeout < receiving.ReplyBudget,
            nameof(receiving.AppendTimeout),
            $"is {receiving.AppendTimeout}, but must be shorter than "
            + $"{scope.KeyOf(nameof(receiving.ReplyBudget))} ({receiving.ReplyBudget}).");
    }

    private static void Deduplication(DeduplicationOptions deduplication, ValidationScope scope)
    {
        scope.Between(deduplication.MessageWindow, TimeSpan.FromSeconds(1), Forever, nameof(deduplication.MessageWindow));
        scope.Between(deduplication.EventWindow, TimeSpan.FromSeconds(1), Forever, nameof(deduplication.EventWindow));
    }

    private static void Dispatching(DispatchingOptions dispatching, ForwardingOptions forwarding, ValidationScope scope)
    {
        scope.Between(dispatching.Concurrency, 0, 10_000, nameof(dispatching.Concurrency));
        scope.Between(dispatching.Lease, TimeSpan.FromSeconds(1), Day, nameof(dispatching.Lease));
        scope.Between(dispatching.HandlerTimeout, Moment, TimeSpan.FromDays(2), nameof(dispatching.HandlerTimeout));
        scope.Check(
            dispatching.HandlerTimeout > forwarding.Timeout,
            nameof(dispatching.HandlerTimeout),
            $"is {dispatching.HandlerTimeout}, but must be longer than WeChatPush:Forwarding:Timeout ({forwarding.Timeout}): "
            + "else a forward ends before its own time limit.");
        scope.Between(dispatching.MaxLag, TimeSpan.FromMinutes(1), Day, nameof(dispatching.MaxLag));
        scope.Between(dispatching.MaxAttempts, 1, 10_000, nameof(dispatching.MaxAttempts));
        scope.Between(dispatching.FirstRetry, Moment, Forever, nameof(dispatching.FirstRetry));
        scope.Between(dispatching.MaxRetry, Moment, Forever, nameof(dispatching.MaxRetry));
        scope.Check(
            dispatching.FirstRetry <= dispatching.MaxRetry,
            nameof(dispatching.FirstRetry),
            $"is {dispatching.FirstRetry}, but must not be longer than "
            + $"{scope.KeyOf(nameof(dispatching.MaxRetry))} ({dispatching.MaxRetry}).");
    }

    private static void Outgoing(WeChatPushOptions options, ValidationScope scope)
    {
        var (sending, forwarding) = (options.Sending, options.Forwarding);
        var least = TimeSpan.FromMilliseconds(500);
        var at = scope.At(nameof(options.Sending));
        at.Between(sending.BreakDuration, least, Day, nameof(sending.BreakDuration));
        at.Between(sending.QuotaPause, Moment, Forever, nameof(sending.QuotaPause));
        at.Between(sending.RatePause, Moment, Forever, nameof(sending.RatePause));
        at.Between(sending.LoginRate, 1, 100_000, nameof(sending.LoginRate));

        at = scope.At(nameof(options.Forwarding));
        at.Between(forwarding.Timeout, TimeSpan.FromMilliseconds(10), Day, nameof(forwarding.Timeout));
        at.Between(forwarding.BreakDuration, least, Day, nameof(forwarding.BreakDuration));
    }

    private static void Retention(RetentionOptions retention, ValidationScope scope)
    {
        scope.Between(retention.Done, TimeSpan.Zero, Forever, nameof(retention.Done));
        scope.Between(retention.Dead, TimeSpan.Zero, Forever, nameof(retention.Dead));
        scope.Between(retention.Campaigns, TimeSpan.Zero, Forever, nameof(retention.Campaigns));
        scope.Between(retention.Audit, Day, Forever, nameof(retention.Audit));
        scope.Between(retention.Stats, Day, 366 * Day, nameof(retention.Stats));
        if (retention.Payload is { } payload)
            scope.Between(payload, TimeSpan.Zero, Forever, nameof(retention.Payload));
    }
}
