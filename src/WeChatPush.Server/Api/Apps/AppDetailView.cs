using System.Text.Json.Serialization;
using WeChatPush.Apps;
using WeChatPush.Server.Api.Rules;

namespace WeChatPush.Server.Api.Apps;

/// <summary>Where an app's settings are kept.</summary>
internal enum AppOrigin
{
    /// <summary>In the configuration, where they are changed.</summary>
    Configuration,

    /// <summary>In the store: this API changes them.</summary>
    Store,
}

/// <summary>An app with every setting but its secrets.</summary>
internal sealed record AppDetailView
{
    /// <summary>The name in the push URL.</summary>
    public required string Name { get; init; }

    /// <summary>Where its settings are kept.</summary>
    public required AppOrigin Source { get; init; }

    /// <summary>Its version, which is the ETag too; of stored apps only.</summary>
    public required long? Version { get; init; }

    /// <summary>When it was made; of stored apps only.</summary>
    public required DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What to enter as URL (服务器地址) in the mini program's console, as far as this request shows it.</summary>
    public required string PushUrl { get; init; }

    /// <summary>The AppID.</summary>
    public required string AppId { get; init; }

    /// <summary>Whether an AppSecret is set.</summary>
    public required bool HasAppSecret { get; init; }

    /// <summary>Whether a token is set.</summary>
    public required bool HasToken { get; init; }

    /// <summary>Whether the token before a rotation is live.</summary>
    public required bool HasPreviousToken { get; init; }

    /// <summary>Whether an EncodingAESKey is set.</summary>
    public required bool HasEncodingAesKey { get; init; }

    /// <summary>Whether the key before a rotation is live.</summary>
    public required bool HasPreviousEncodingAesKey { get; init; }

    /// <summary>Whether a secret of the relay is set.</summary>
    public required bool HasRelaySecret { get; init; }

    /// <summary>Whether the relay's secret before a rotation is live.</summary>
    public required bool HasPreviousRelaySecret { get; init; }

    /// <summary>Since when two values of a secret are live, by setting; of stored apps only.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> Rotations { get; init; }

    /// <summary>The data encryption mode in force.</summary>
    public required string Mode { get; init; }

    /// <summary>Through which entrance its pushes come.</summary>
    public required string Hosting { get; init; }

    /// <summary>How far a timestamp may be from the clock, as days.hours:minutes:seconds.</summary>
    public required string? TimestampTolerance { get; init; }

    /// <summary>The trusted values of x-wx-source.</summary>
    public required IReadOnlyList<string>? CloudSources { get; init; }

    /// <summary>Whether payment events are taken where no signature covers them.</summary>
    public required bool AllowUnsignedPayments { get; init; }

    /// <summary>The original id.</summary>
    public required string? OriginalId { get; init; }

    /// <summary>Where WeChat's API answers.</summary>
    public required string ApiBaseUrl { get; init; }

    /// <summary>How credits are counted.</summary>
    public required CreditsView Credits { get; init; }

    /// <summary>The rules, in their order.</summary>
    public required IReadOnlyList<RuleView> Rules { get; init; }

    /// <summary>The secrets that were made with this request. Nothing shows them again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? MadeSecrets { get; init; }

    public static AppDetailView From(string name, AppOptions app, StoredApp? stored, HttpRequest request) => new()
    {
        Name = name,
        Source = stored is null ? AppOrigin.Configuration : AppOrigin.Store,
        Version = stored?.Version,
        CreatedAt = stored?.CreatedAt,
        PushUrl = $"{request.Scheme}://{request.Host}{request.PathBase}/wechat/{name}",
        AppId = app.AppId,
        HasAppSecret = IsSet(app.AppSecret),
        HasToken = IsSet(app.Token),
        HasPreviousToken = IsSet(app.PreviousToken),
        HasEncodingAesKey = IsSet(app.EncodingAesKey),
        HasPreviousEncodingAesKey = IsSet(app.PreviousEncodingAesKey),
        HasRelaySecret = IsSet(app.RelaySecret),
        HasPreviousRelaySecret = IsSet(app.PreviousRelaySecret),
        Rotations = stored?.Rotations ?? new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal),
        Mode = app.EffectiveMode.ToString(),
        Hosting = app.Hosting.ToString(),
        TimestampTolerance = app.TimestampTolerance?.ToString(),
        CloudSources = app.CloudSources?.ToList(),
        AllowUnsignedPayments = app.AllowUnsignedPayments,
        OriginalId = app.OriginalId,
        ApiBaseUrl = app.ApiBaseUrl,
        Credits = new(app.Credits.CountFrom.ToString(), [.. app.Credits.LongTermTemplates], [.. app.Credits.Templates]),
        Rules = [.. app.Rules.Select(RuleView.From)],
    };

    private static bool IsSet(string? secret) => !string.IsNullOrEmpty(secret);
}

/// <summary>How an app's credits are counted.</summary>
internal sealed record CreditsView(string CountFrom, IReadOnlyList<string> LongTermTemplates, IReadOnlyList<string> Templates);
