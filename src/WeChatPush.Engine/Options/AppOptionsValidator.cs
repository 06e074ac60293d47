using System.Text.RegularExpressions;
using WeChatPush.Protocol;

namespace WeChatPush;

/// <summary>Checks one mini program.</summary>
internal static partial class AppOptionsValidator
{
    // Bytes, as Standard Webhooks has it.
    private const int MinWebhookKey = 24;

    /// <summary>Whether an app may have this name.</summary>
    public static bool IsName(string name) => NamePattern().IsMatch(name);

    /// <summary>Notes everything that is wrong with an app.</summary>
    public static void Validate(
        string name, AppOptions app, DeduplicationOptions deduplication, ValidationScope root)
    {
        var scope = root.At(nameof(WeChatPushOptions.Apps)).At(name);
        if (!IsName(name))
            scope.Error("An app's name stands in its URL: 1 to 32 of a-z, 0-9 and '-'.");

        scope.Check(
            AppIdPattern().IsMatch(app.AppId),
            nameof(app.AppId),
            string.IsNullOrWhiteSpace(app.AppId) ? "is missing." : "is not an AppID: wx followed by letters and digits.");
        scope.Check(
            app.OriginalId is null || app.OriginalId.StartsWith("gh_", StringComparison.Ordinal),
            nameof(app.OriginalId),
            "is not an original id: gh_ followed by letters and digits.");
        scope.Check(IsApiBase(app.ApiBaseUrl), nameof(app.ApiBaseUrl), "is not an absolute http or https address.");

        Secrets(app, scope);
        Trust(app, scope);
        Tolerance(app, deduplication, root, scope);
        Templates(app.Credits, scope.At(nameof(app.Credits)));
        CloudSources(app, scope);
        for (var i = 0; i < app.Rules.Count; i++)
            RuleOptionsValidator.Validate(app.Rules[i], scope.At(nameof(app.Rules)).At(i));
    }

    private static void Secrets(AppOptions app, ValidationScope scope)
    {
        foreach (var (name, value) in new (string, string?)[]
                 {
                     (nameof(app.AppSecret), app.AppSecret),
                     (nameof(app.Token), app.Token),
                     (nameof(app.PreviousToken), app.PreviousToken),
                 })
        {
            // The line break at the end of a secret file, most of the time.
            scope.Check(
                value is null || value.Trim() == value, name, $"begins or ends with white space ({value?.Length} characters).");
        }

        // A variable that was to hold it and is not set, most of the time.
        scope.Check(
            app.AppSecret != "", nameof(app.AppSecret), "is empty. A server that only receives leaves it out.");
        Key(app.EncodingAesKey, nameof(app.EncodingAesKey), scope);
        Key(app.PreviousEncodingAesKey, nameof(app.PreviousEncodingAesKey), scope);
        scope.Check(
            string.IsNullOrEmpty(app.PreviousEncodingAesKey) || !string.IsNullOrEmpty(app.EncodingAesKey),
            nameof(app.PreviousEncodingAesKey),
            $"is set, but {scope.KeyOf(nameof(app.EncodingAesKey))} is not.");
    }

    private static void Key(string? key, string name, ValidationScope scope)
    {
        if (string.IsNullOrEmpty(key) || PushCipher.IsValidKey(key))
            return;
        scope.At(name).Error(key.Length == 43
            ? "is not an EncodingAESKey: 43 letters and digits (this one has a foreign character)."
            : $"is not an EncodingAESKey: 43 letters and digits (this one has {key.Length}).");
    }

    private static void Trust(AppOptions app, ValidationScope scope)
    {
        // The other two entrances carry no signature made with the token.
        if (app.Hosting == PushHosting.DeveloperServer)
            scope.Check(!string.IsNullOrWhiteSpace(app.Token), nameof(app.Token), "is missing.");

        if (app.Mode is PushMode.Secure or PushMode.Compatible && string.IsNullOrEmpty(app.EncodingAesKey))
        {
            var key = scope.KeyOf(nameof(app.EncodingAesKey));
            scope.At(nameof(app.Mode)).Error($"{app.Mode} needs {key}, which is missing.");
        }

        if (app.Hosting == PushHosting.CloudFunction && string.IsNullOrEmpty(app.RelaySecret))
            scope.At(nameof(app.RelaySecret)).Error("is missing; Hosting CloudFunction needs it.");
        else if (!string.IsNullOrEmpty(app.RelaySecret))
            WebhookSecret(app.RelaySecret, nameof(app.RelaySecret), scope);
        if (!string.IsNullOrEmpty(app.PreviousRelaySecret))
            WebhookSecret(app.PreviousRelaySecret, nameof(app.PreviousRelaySecret), scope);
    }

    private static void Templates(CreditsOptions credits, ValidationScope scope)
    {
        for (var i = 0; i < credits.Templates.Count; i++)
        {
            if (!TemplatePattern().IsMatch(credits.Templates[i]))
            {
                scope.At(nameof(credits.Templates)).At(i)
                    .Error("is not a template id: 1 to 128 letters, digits, '-' and '_'.");
            }
        }
    }

    private static void Tolerance(
        AppOptions app, DeduplicationOptions deduplication, ValidationScope root, ValidationScope scope)
    {
        const string name = nameof(app.TimestampTolerance);
        if (app.TimestampTolerance <= TimeSpan.Zero)
        {
            scope.At(name).Error(
                $"is {app.TimestampTolerance}, but must be longer than nothing; leave it out to switch the check off.");
            return;
        }

        // Otherwise a recorded push could be played again once it is forgotten, while its timestamp is still good.
        var tolerance = app.Hosting == PushHosting.CloudFunction ? AppOptions.RelayTolerance : app.TimestampTolerance;
        foreach (var (window, key) in new[]
                 {
                     (deduplication.MessageWindow, nameof(deduplication.MessageWindow)),
                     (deduplication.EventWindow, nameof(deduplication.EventWindow)),
                 })
        {
            if (window < tolerance)
            {
                var windowKey = root.At(nameof(WeChatPushOptions.Deduplication)).KeyOf(key);
                scope.At(name).Error($"is {tolerance}; {windowKey} ({window}) must be at least as long.");
            }
        }
    }

    private static void CloudSources(AppOptions app, ValidationScope scope)
    {
        if (app.CloudSources is not { } sources)
            return;
        var at = scope.At(nameof(app.CloudSources));
        if (sources.Count == 0)
            at.Error("is empty, so every push would be refused; leave it out for all sources but clients.");
        for (var i = 0; i < sources.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(sources[i]) || sources[i].Contains(','))
                at.At(i).Error("is not a value of x-wx-source: one word without a comma.");
        }
    }

    /// <summary>Notes what is wrong with a signing secret: with one that can be guessed, anybody can sign.</summary>
    internal static void WebhookSecret(string? secret, string name, ValidationScope scope)
    {
        if (!WebhookSignature.TryReadSecret(secret, out var key))
            scope.At(name).Error("is not a signing secret: whsec_ followed by base64.");
        else if (key.Length < MinWebhookKey)
            scope.At(name).Error($"is a signing secret of {key.Length} bytes, but must have at least {MinWebhookKey}.");
    }

    internal static bool IsHttp(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    private static bool IsApiBase(string url) =>
        IsHttp(url) && new Uri(url) is { Query: "", Fragment: "", UserInfo: "" };

    [GeneratedRegex(@"^[a-z0-9-]{1,32}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,128}\z")]
    private static partial Regex TemplatePattern();

    [GeneratedRegex(@"^wx[A-Za-z0-9_-]{1,62}\z")]
    private static partial Regex AppIdPattern();
}
