using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatPush.Admin;
using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Server.Admin;

/// <summary>Writes down what is done through the admin API, for the actor of the request.</summary>
/// <remarks>
/// A change and its entry are two steps of the store. The change comes first, the entry before its answer; an entry that cannot be
/// written makes the answer 503, so that no change is confirmed that is not written down. What can be lost is the entry of a change
/// after which the process died or the store went away: the caller has no answer, or a 503, and asking again may find it done
/// already (409, 404) and write nothing. The other order would show changes that never happened.
/// What cannot be undone or must not be repeated has its entry first: a message that is sent, and a payload that is shown. Such an
/// entry may be of something that then failed, and nothing of the kind happens without one.
/// </remarks>
internal sealed class AuditTrail(IAuditLog log)
{
    // Of before and after each: a page of the audit is read whole.
    private const int MaxLength = 16 * 1024;

    private static readonly JsonSerializerOptions Writing = new() { Encoder = WeChatJson.Encoder };

    /// <summary>Adds an entry. The end of the request does not cancel it: what was done stays done.</summary>
    /// <param name="context">The request.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="subject">To what it was done, by <see cref="AuditObject"/>.</param>
    /// <param name="app">The app it belongs to.</param>
    /// <param name="reason">Why, as the actor says.</param>
    /// <param name="before">What was changed, before; texts under the name of a secret are masked, and more than 16 Ki characters left out.</param>
    /// <param name="after">What came of it; likewise.</param>
    /// <exception cref="StoreUnavailableException">It may be missing.</exception>
    public async ValueTask WriteAsync(
        HttpContext context,
        string action,
        string subject,
        string? app = null,
        string? reason = null,
        JsonObject? before = null,
        JsonObject? after = null)
    {
        var actor = AdminActor.From(context);
        var record = new AuditRecord
        {
            Actor = actor.Name,
            Role = actor.Role,
            Action = action,
            Object = subject,
            App = app,
            Reason = reason,
            Before = Write(before),
            After = Write(after),
            Address = context.Connection.RemoteIpAddress?.ToString(),
        };
        await log.AppendAsync(record, CancellationToken.None);
    }

    /// <summary>
    /// Adds the entry of something that ended half done and is answered with an error anyway; if it cannot be written, the store
    /// is away, which is why it ended.
    /// </summary>
    public async ValueTask TryWriteIncompleteAsync(HttpContext context, string action, string subject, string? app, string? reason = null)
    {
        try
        {
            await WriteAsync(context, action, subject, app, reason, after: new() { ["complete"] = false });
        }
        catch (StoreUnavailableException)
        {
            // As above.
        }
    }

    private static string? Write(JsonObject? value)
    {
        var text = value is null ? null : AuditRedaction.Apply(value).ToJsonString(Writing);
        return text is { Length: > MaxLength and var length }
            ? new JsonObject { ["omitted"] = $"{length} characters" }.ToJsonString(Writing)
            : text;
    }
}
