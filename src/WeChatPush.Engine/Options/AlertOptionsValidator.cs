namespace WeChatPush;

/// <summary>Checks where alerts are sent. No address and no secret is repeated.</summary>
internal static class AlertOptionsValidator
{
    /// <summary>How many there may be: each is one more request while something is wrong.</summary>
    public const int MaxDestinations = 20;

    private const int MaxUrl = 2048;

    // The longest that a robot shows has 67; whatever is longer is something else.
    private const int MaxSecret = 256;

    /// <summary>What it is called without a name.</summary>
    public static string NameOf(AlertOptions alert, int index) => alert.Name ?? $"{alert.Kind} {index}";

    /// <summary>Notes everything that is wrong with the destinations.</summary>
    public static void Validate(IList<AlertOptions> alerts, ValidationScope scope)
    {
        if (alerts.Count > MaxDestinations)
            scope.Error($"has {alerts.Count} entries, but must have at most {MaxDestinations}.");
        for (var i = 0; i < alerts.Count; i++)
        {
            var (alert, at) = (alerts[i], scope.At(i));
            Name(alerts, i, at);
            at.Check(alert.Kind is not null, nameof(alert.Kind), $"is missing: {string.Join(", ", Enum.GetNames<AlertDestinationKind>())}.");
            Url(alert.Url, at);
            Secret(alert, at);
            if (alert.On is { Count: 0 })
                at.At(nameof(alert.On)).Error("is empty: leave it out for everything, or leave out the entry.");
        }
    }

    private static void Name(IList<AlertOptions> alerts, int index, ValidationScope scope)
    {
        if (alerts[index].Name is { } own)
            scope.Check(AdminKeyName.IsGood(own), nameof(AlertOptions.Name), AdminKeyName.Complaint);
        var name = NameOf(alerts[index], index);
        var first = Enumerable.Range(0, index)
            .FirstOrDefault(i => string.Equals(NameOf(alerts[i], i), name, StringComparison.OrdinalIgnoreCase), -1);
        scope.Check(first < 0, nameof(AlertOptions.Name), $"is the name of number {first}, too.");
    }

    private static void Url(string? url, ValidationScope scope)
    {
        // As the API shows it.
        var isMasked = url?.Contains('•', StringComparison.Ordinal) == true;
        scope.Check(
            !isMasked && url is { Length: <= MaxUrl } && AppOptionsValidator.IsHttp(url),
            nameof(AlertOptions.Url),
            string.IsNullOrWhiteSpace(url) ? "is missing."
                : isMasked ? "is masked: give the whole address."
                : "is not an absolute http or https address.");
    }

    private static void Secret(AlertOptions alert, ValidationScope scope)
    {
        if (alert.Secret is not { } secret)
            return;
        switch (alert.Kind)
        {
            case AlertDestinationKind.Webhook:
                AppOptionsValidator.WebhookSecret(secret, nameof(alert.Secret), scope);
                break;
            case AlertDestinationKind.WeCom:
                scope.At(nameof(alert.Secret)).Error("is not used: a robot of 企业微信 is known by the key in its address. Leave it out.");
                break;
            default:
                scope.Check(
                    secret.Length is > 0 and <= MaxSecret && secret.Trim() == secret,
                    nameof(alert.Secret),
                    $"is empty, longer than {MaxSecret} characters, or begins or ends with white space ({secret.Length} characters).");
                break;
        }
    }
}
