using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>XML that brings its own document type. WeChat never sends one, so nothing of it may be obeyed.</summary>
internal static class EntityCases
{
    private const string Expected = "4xx or success, at once, nothing expanded or fetched";

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    /// <summary>One kilobyte that becomes 100 megabytes where entities are expanded.</summary>
    public static CheckCase Bomb { get; } = new(
        "entities that multiply", Expected,
        "A kilobyte becomes a hundred megabytes in memory; a few of them end the process.",
        async (context, token) =>
        {
            var doctype = new StringBuilder("<!DOCTYPE xml [<!ENTITY e0 \"0123456789\">");
            for (var i = 1; i <= 7; i++)
                doctype.Append($"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">");
            return await PlayAsync(context, doctype.Append("]>").ToString(), "&e7;", token);
        });

    /// <summary>An entity that points to a listener of ours: a connection proves that it was followed.</summary>
    public static CheckCase External { get; } = new(
        "an entity that points elsewhere", Expected,
        "The server can be made to read its own files and to call addresses behind the firewall (XXE).",
        async (context, token) =>
        {
            using var canary = new TcpListener(IPAddress.Loopback, 0);
            canary.Start();
            var visit = HangUpAsync(canary, token);
            var doctype = $"<!DOCTYPE xml [<!ENTITY e SYSTEM \"http://{canary.LocalEndpoint}/canary\">]>";
            var verdict = await PlayAsync(context, doctype, "&e;", token);
            return visit.IsCompletedSuccessfully
                ? new CheckVerdict(false, "the address in the entity was fetched")
                : verdict;
        });

    private static async Task<CheckVerdict> PlayAsync(
        CheckContext context, string doctype, string content, CancellationToken cancellationToken)
    {
        var builder = context.Builder;
        var clear = builder.Text("entity");
        var hostile = builder.Raw(Encoding.UTF8.GetBytes(
            doctype + clear.Text.Replace("<![CDATA[entity]]>", content, StringComparison.Ordinal)));
        var verdict = await context.SurvivedAsync(context.Signer.Push(hostile), hostile, cancellationToken, AtOnce);
        if (verdict.Passed && context.App.IsEncrypted)
        {
            var request = context.Signer.Push(clear);
            var envelope = doctype + Encoding.UTF8.GetString(request.Body.Span)
                .Replace("</xml>", $"<Extra>{content}</Extra></xml>", StringComparison.Ordinal);
            verdict = await context.SurvivedAsync(
                request with { Body = Encoding.UTF8.GetBytes(envelope) }, clear, cancellationToken, AtOnce);
        }

        return verdict;
    }

    private static async Task HangUpAsync(TcpListener canary, CancellationToken cancellationToken)
    {
        using var visitor = await canary.AcceptSocketAsync(cancellationToken);
    }
}
