using System.Security.Cryptography;
using System.Text;
using WeChatPush.Protocol;

namespace WeChatPush.Simulator.Pushing;

/// <summary>A mini program as its console describes it: where pushes go, and how they are signed and sealed.</summary>
public sealed record SimulatedApp
{
    public required string Name { get; init; }

    public required string AppId { get; init; }

    public required string Token { get; init; }

    /// <summary>43 characters; needed for every mode but plaintext.</summary>
    public string? EncodingAesKey { get; init; }

    public WireMode Mode { get; init; }

    /// <summary>How pushes come.</summary>
    public PushRoute Route { get; init; }

    /// <summary>What the relay signs with, <c>whsec_…</c>; of cloud functions only.</summary>
    public string? RelaySecret { get; init; }

    public PushFormat Format { get; init; } = PushFormat.Json;

    public required Uri PushUrl { get; init; }

    /// <summary>The <c>gh_…</c> name that pushes are addressed to.</summary>
    public string OriginalId
    {
        get => field ?? "gh_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AppId)))[..12];
        init;
    }

    internal bool IsEncrypted => Mode != WireMode.Plaintext && Route == PushRoute.DeveloperServer;

    internal PushCipher Cipher() => new(EncodingAesKey!, AppId);

    /// <summary>What stands in the way of pushing; null if nothing does.</summary>
    internal string? Problem() => this switch
    {
        { PushUrl.Scheme: not ("http" or "https") } => "The push URL must begin with http:// or https://.",
        { Route: PushRoute.CloudFunction } when !WebhookSignature.TryReadSecret(RelaySecret, out _) =>
            "The relay signs with a secret: whsec_ followed by base64, the RelaySecret of the server.",
        { Route: PushRoute.CloudFunction, Format: PushFormat.Xml } => "A cloud function gets its events as JSON only.",
        { Route: PushRoute.DeveloperServer, Token.Length: 0 } =>
            "The token is empty: it is the one configured in the console and in the server.",
        { IsEncrypted: true, EncodingAesKey: null or "" } =>
            $"{Mode} mode encrypts, so it needs the EncodingAESKey (43 characters).",
        { IsEncrypted: true } when !PushCipher.IsValidKey(EncodingAesKey) =>
            "The EncodingAESKey is not valid: it has 43 letters and digits, as shown in the console.",
        { IsEncrypted: true, AppId.Length: 0 } => "An encrypted push carries the AppId, so it must be given.",
        _ => null,
    };

    /// <summary>Leaves the secrets out.</summary>
    public override string ToString() => $"{Name} ({AppId}, {Mode}, {Format}) at {PushUrl}";
}
