namespace WeChatPush.Server.Api.Alerts;

/// <summary>The stored destinations of alerts.</summary>
internal sealed record AlertsRequest
{
    /// <summary>All of them; those that are stored now and are not among them are removed.</summary>
    public required IReadOnlyList<AlertRequest> Items { get; init; }
}

/// <summary>A destination.</summary>
internal sealed record AlertRequest
{
    /// <summary>What it is called: 1 to 64 letters, digits and <c>. _ -</c> or blanks between them.</summary>
    public required string Name { get; init; }

    /// <summary>What is there.</summary>
    public required AlertDestinationKind Kind { get; init; }

    /// <summary>The address; the present one of this name if left out.</summary>
    public string? Url { get; init; }

    /// <summary>What is signed with; the present one of this name if left out, none if empty.</summary>
    public string? Secret { get; init; }

    /// <summary>Of what; of everything if left out.</summary>
    public IReadOnlyList<AlertKind>? On { get; init; }

    /// <summary>The same as options.</summary>
    public AlertOptions ToOptions() => new() { Name = Name, Kind = Kind, Url = Url, Secret = Secret, On = On is null ? null : [.. On] };
}

/// <summary>A test of destinations.</summary>
internal sealed record AlertTestRequest
{
    /// <summary>The one to be tested; all if left out.</summary>
    public string? Name { get; init; }
}
