using WeChatPush.Handling.Forwarding;

namespace WeChatPush.Alerts;

/// <summary>Where alerts are sent.</summary>
internal sealed class AlertDestination
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What is there.</summary>
    public required AlertDestinationKind Kind { get; init; }

    /// <summary>The address; it may hold a key.</summary>
    public required string Url { get; init; }

    /// <summary>What is signed with.</summary>
    public string? Secret { get; init; }

    /// <summary>Of what; <see langword="null"/>: of everything.</summary>
    public IReadOnlyList<AlertKind>? On { get; init; }

    /// <summary>Whether it is stored, and not of the configuration.</summary>
    public bool IsStored { get; init; }

    /// <summary>What may be named of the address.</summary>
    public string Host => ForwardRule.DestinationAt(new Uri(Url));

    /// <summary>Whether alerts of a kind go there.</summary>
    public bool Takes(AlertKind kind) => On is null || On.Contains(kind);

    /// <summary>From options that are valid.</summary>
    public static AlertDestination From(AlertOptions options, int index, bool isStored) => new()
    {
        Name = AlertOptionsValidator.NameOf(options, index),
        Kind = options.Kind!.Value,
        Url = options.Url!,
        Secret = options.Secret,
        On = options.On is null ? null : [.. options.On],
        IsStored = isStored,
    };

    /// <summary>As the configuration would have it.</summary>
    public AlertOptions ToOptions() => new() { Name = Name, Kind = Kind, Url = Url, Secret = Secret, On = On is null ? null : [.. On] };

    /// <summary>The name: the address and the secret must not reach a log.</summary>
    public override string ToString() => Name;
}
