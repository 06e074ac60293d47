using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Handling.Rules;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Forwarding;

/// <summary>Shows, tries out, pauses and resumes the destinations of an app's rules.</summary>
internal sealed class Forwards(
    AppCatalog apps,
    RuleBook rules,
    ForwardPauses pauses,
    ForwardMeter meter,
    ForwardClient client,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time) : IForwards
{
    private const string TestEvent = "wechatpush_test";
    private const int MaxAnswer = 2000;

    /// <inheritdoc/>
    public IReadOnlyList<ForwardDestination>? List(string app) => apps.Find(app) is { } found
        ? [.. rules.FindForwards(found).GroupBy(forward => forward.Rule.Id, StringComparer.Ordinal).Select(rules => Describe(app, [.. rules]))]
        : null;

    /// <inheritdoc/>
    public async ValueTask<ForwardTest?> TestAsync(string app, string id, CancellationToken cancellationToken)
    {
        if (apps.Find(app) is not { } found || FindRule(found, id) is not { } rule)
            return null;
        var now = time.GetUtcNow();
        var body = TestPush(found.Options.AppId ?? "", now);
        if (PushContent.Read(body, out var content) != ReadOutcome.Ok)
            throw new InvalidOperationException("The test event cannot be read.");
        var push = new HandlingRequest
        {
            Id = $"test.{Guid.NewGuid():N}", App = app, OpenId = null, ReceivedAt = now, Body = body, Attempt = 1, AwaitsReply = false,
        };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.CurrentValue.Forwarding.Timeout);
        var exchange = await client.PostAsync(new(rule, push, found.Options.AppId ?? "", content!.Message, now), timeout.Token, cancellationToken);
        return new(
            exchange.IsSuccess,
            exchange.State is ForwardState.Answered ? exchange.Status : null,
            Math.Round(exchange.Duration.TotalMilliseconds, 1),
            exchange.Problem ?? FindProblem(exchange, rule),
            exchange.Body.IsEmpty ? null : TextOf(exchange.Body.Span));
    }

    /// <inheritdoc/>
    public async ValueTask<bool?> PauseAsync(string app, string id, CancellationToken cancellationToken) =>
        apps.Find(app) is { } found && FindRule(found, id) is not null ? await pauses.PauseAsync(app, id, cancellationToken) : null;

    /// <inheritdoc/>
    public async ValueTask<bool?> ResumeAsync(string app, string id, CancellationToken cancellationToken) =>
        apps.Find(app) is { } found && FindRule(found, id) is not null ? await pauses.ResumeAsync(app, id, cancellationToken) : null;

    private ForwardRule? FindRule(App app, string id) => rules.FindForwards(app).FirstOrDefault(forward => forward.Rule.Id == id).Rule;

    private ForwardDestination Describe(string app, IReadOnlyList<(int Index, ForwardRule Rule)> forwards)
    {
        var rule = forwards[0].Rule;
        var destination = meter.Fill(rule.Url, new()
        {
            Id = rule.Id,
            Url = rule.Destination,
            Rules = [.. forwards.Select(forward => forward.Index)],
            Reply = forwards.Any(forward => forward.Rule.Replies),
            State = ForwardDestinationState.Open,
            Calls = 0,
            Failures = 0,
        });
        return pauses.Find(app, rule.Id) is { } at ? destination with { State = ForwardDestinationState.Paused, PausedAt = at } : destination;
    }

    // Its answer may ask for what cannot be done, as that to a push may.
    private static string? FindProblem(ForwardExchange exchange, ForwardRule rule)
    {
        if (!exchange.IsSuccess)
            return null;
        try
        {
            return ForwardAnswer.Read(exchange, rule.Replies, "o").Remark;
        }
        catch (InvalidForwardAnswerException error)
        {
            return error.Message;
        }
    }

    private static byte[] TestPush(string appId, DateTimeOffset now) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["ToUserName"] = appId,
        ["FromUserName"] = $"{CheckPushes.UserPrefix}forward",
        ["CreateTime"] = now.ToUnixTimeSeconds(),
        ["MsgType"] = "event",
        ["Event"] = TestEvent,
    }.ToJsonString());

    private static string TextOf(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 4 * MaxAnswer)]);
        return text.Length > MaxAnswer ? text[..MaxAnswer] : text;
    }
}
