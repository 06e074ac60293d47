using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using WeChatPush.Apps;
using WeChatPush.Receiving.Channels;

namespace WeChatPush.Receiving;

/// <summary>Finds out what an operator wants to know of a URL verification that was answered.</summary>
internal sealed class HandshakeReader(AppCatalog apps, IClientAddress addresses, TimeProvider time)
{
    private const int MaxHost = 255;
    private const int MaxUserAgent = 200;

    // How many other apps' tokens are tried on a bad signature, and how often for each app: any stranger can send those.
    private const int MaxOtherApps = 256;
    private static readonly TimeSpan OtherAppsInterval = TimeSpan.FromSeconds(1);

    private readonly ConditionalWeakTable<App, StrongBox<long>> _nextAt = [];

    /// <summary>What there is to know.</summary>
    public Handshake Read(App app, HttpRequest request, ReceiveOutcome outcome)
    {
        var (found, parameters) = Diagnose(app, request, outcome);
        var address = addresses.Find(request.HttpContext);
        return new Handshake
        {
            At = time.GetUtcNow(),
            Outcome = found,
            Parameters = parameters,
            Address = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString(),
            Host = Shorten(request.Host.Value, MaxHost) ?? "",
            UserAgent = Shorten(request.Headers.UserAgent.ToString(), MaxUserAgent),
            Count = 1,
        };
    }

    private (HandshakeOutcome Outcome, string? Parameters) Diagnose(App app, HttpRequest request, ReceiveOutcome outcome)
    {
        if (outcome == ReceiveOutcome.Verified)
            return (HandshakeOutcome.Ok, null);
        var isRead = PushQuery.TryRead(request.QueryString.Value, out var query);
        return outcome switch
        {
            ReceiveOutcome.MethodNotAllowed => (HandshakeOutcome.NotUsed, null),
            ReceiveOutcome.StaleTimestamp => (HandshakeOutcome.StaleTimestamp, null),
            ReceiveOutcome.NotStored => (HandshakeOutcome.NotStored, null),
            ReceiveOutcome.BadQuery when isRead => (HandshakeOutcome.MissingParameter, Missing(query)),
            ReceiveOutcome.BadQuery => (HandshakeOutcome.RepeatedParameter, null),
            _ when query.Signature.IsEmpty => (HandshakeOutcome.MissingSignature, null),
            _ => (IsOtherApps(app, query) ? HandshakeOutcome.OtherAppsToken : HandshakeOutcome.BadSignature, null),
        };
    }

    private bool IsOtherApps(App app, in PushQuery query)
    {
        var now = time.GetTimestamp();
        var nextAt = _nextAt.GetValue(app, static _ => new(long.MinValue));
        if (now < Volatile.Read(ref nextAt.Value))
            return false;
        Volatile.Write(ref nextAt.Value, now + (long)(OtherAppsInterval.TotalSeconds * time.TimestampFrequency));
        foreach (var name in apps.Names.Take(MaxOtherApps))
        {
            if (name != app.Name && apps.Find(name) is { } other && PushVerification.FindToken(other, query) is not null)
                return true;
        }

        return false;
    }

    private static string Missing(in PushQuery query)
    {
        var missing = new List<string>(3);
        if (query.Timestamp.IsEmpty)
            missing.Add("timestamp");
        if (!query.HasTimestampAndNonce && (query.Nonce.IsEmpty || !query.Timestamp.IsEmpty))
            missing.Add("nonce");
        if (query.Echo is null)
            missing.Add("echostr");
        return string.Join(", ", missing);
    }

    private static string? Shorten(string? text, int length)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var begin = text.Length <= length ? text : text[..length];
        return begin.AsSpan().ContainsAnyInRange('\0', '\x1f') ? string.Concat(begin.Select(letter => char.IsControl(letter) ? '?' : letter)) : begin;
    }
}

/// <summary>Finds the client of a request. A host behind proxies that it trusts registers its own.</summary>
public interface IClientAddress
{
    /// <summary>The client's address; <see langword="null"/>: it has none.</summary>
    IPAddress? Find(HttpContext context);
}

/// <summary>The other end of the connection.</summary>
internal sealed class ConnectionAddress : IClientAddress
{
    public IPAddress? Find(HttpContext context) => context.Connection.RemoteIpAddress;
}
