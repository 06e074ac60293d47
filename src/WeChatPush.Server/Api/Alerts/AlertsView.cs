using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatPush.Alerts;
using WeChatPush.Server.Api.Apps;

namespace WeChatPush.Server.Api.Alerts;

/// <summary>Where alerts are sent.</summary>
/// <param name="Items">The destinations, those of the configuration first.</param>
/// <param name="Next">Null: they are never more than a page.</param>
/// <param name="Version">The version of the stored ones, which is the ETag too.</param>
internal sealed record AlertsView(IReadOnlyList<AlertView> Items, string? Next, long Version)
{
    /// <summary>All destinations.</summary>
    public static AlertsView From(IAlerts alerts)
    {
        var version = alerts.Version;
        return new([.. alerts.List().Select(AlertView.From)], null, version);
    }

    /// <summary>Destinations as the audit has them.</summary>
    public static JsonObject Describe(IEnumerable<AlertTarget> targets) => new()
    {
        ["items"] = new JsonArray([.. targets.Select(target => (JsonNode)new JsonObject
        {
            ["name"] = target.Name,
            ["kind"] = target.Kind.ToString(),
            ["url"] = target.Url,
            ["hasSecret"] = target.HasSecret,
            ["on"] = new JsonArray([.. target.On.Select(kind => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()))]),
        })]),
    };
}

/// <summary>A destination, without its key and secret.</summary>
internal sealed record AlertView
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What is there: Webhook, WeCom, DingTalk or Feishu.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it is kept; only those of the store are changed here.</summary>
    public required AppOrigin Source { get; init; }

    /// <summary>The address, masked beyond the host.</summary>
    public required string Url { get; init; }

    /// <summary>Whether a secret is set.</summary>
    public required bool HasSecret { get; init; }

    /// <summary>Of what alerts go there.</summary>
    public required IReadOnlyList<AlertKind> On { get; init; }

    /// <summary>A destination.</summary>
    public static AlertView From(AlertTarget target) => new()
    {
        Name = target.Name,
        Kind = target.Kind.ToString(),
        Source = target.IsStored ? AppOrigin.Store : AppOrigin.Configuration,
        Url = target.Url,
        HasSecret = target.HasSecret,
        On = target.On,
    };
}

/// <summary>What became of a test.</summary>
/// <param name="Items">By destination.</param>
internal sealed record AlertTestView(IReadOnlyList<AlertDeliveryView> Items);

/// <summary>What became of the test message at a destination.</summary>
/// <param name="Name">The destination.</param>
/// <param name="Delivered">Whether it took the message.</param>
/// <param name="Status">The HTTP status of its answer; null: there was none.</param>
/// <param name="Detail">What it answered, or what went wrong, in words.</param>
internal sealed record AlertDeliveryView(string Name, bool Delivered, int? Status, string Detail);
