using System.Net;

namespace WeChatPush.Simulator.Pushing;

/// <summary>Judges an answer as WeChat would, and describes what is wrong with it.</summary>
internal static class AnswerCheck
{
    // A mini program answers the user through the API; WeChat takes these for a fault of the service.
    private static readonly string[] PassiveReplies = ["text", "image", "voice", "video", "music", "news"];

    public static PushTry Check(PushTry answer, SimulatedApp app, PushPayload? payload)
    {
        if (answer.Status != (int)HttpStatusCode.OK)
        {
            var problem = $"HTTP status {answer.Status}, where WeChat wants 200";
            return answer with { Kind = AnswerKind.HttpError, Problem = problem };
        }

        if (payload is null)
            return answer;

        return answer.Text switch
        {
            "" => answer with { Kind = AnswerKind.Empty },
            "success" or "SUCCESS" => answer with { Kind = AnswerKind.Success },
            "\"success\"" => Abnormal("\"success\" in quotes: the word was serialised as JSON; answer plain text"),
            "\"\"" => Abnormal("two quotes: an empty text was serialised as JSON; answer no bytes at all"),
            "null" => Abnormal("the word null: a missing value was serialised as JSON; answer success"),
            var text when text.Trim() is "success" or "" => Abnormal("white space around the answer"),
            var text when text.TrimStart().StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)
                || text.TrimStart().StartsWith("<html", StringComparison.OrdinalIgnoreCase) =>
                Abnormal("an HTML page, where WeChat wants success"),
            var text => CheckReply(answer, text, app, payload),
        };

        PushTry Abnormal(string problem) => answer with { Kind = AnswerKind.Abnormal, Problem = problem };
    }

    private static PushTry CheckReply(PushTry answer, string text, SimulatedApp app, PushPayload payload)
    {
        if (ReplyFields.Read(text) is not { } reply)
            return Abnormal($"neither success, nor nothing, nor a reply: {Shorten(text)}");

        var problem = WrongFormat(reply, payload);
        if (problem is null && reply.IsEncrypted)
            (text, reply, problem) = Open(reply, app, payload);
        else if (problem is null && app.Mode == WireMode.Secure)
            problem = "a clear reply in secure mode: everything but success must be encrypted";

        problem ??= PassiveReplies.Contains(reply["MsgType"])
            ? $"a passive {reply["MsgType"]} reply: mini programs answer users through the customer-service API" : null;
        return problem is null ? answer with { Kind = AnswerKind.Reply, Reply = text } : Abnormal(problem);

        PushTry Abnormal(string what) => answer with { Kind = AnswerKind.Abnormal, Problem = what };
    }

    private static (string Text, ReplyFields Reply, string? Problem) Open(
        ReplyFields envelope, SimulatedApp app, PushPayload payload)
    {
        if (!app.IsEncrypted)
            return ("", envelope, "an encrypted reply in plaintext mode");

        var (text, problem) = envelope.Decrypt(app);
        if (text is null)
            return ("", envelope, problem);

        return ReplyFields.Read(text) is { } reply
            ? (text, reply, WrongFormat(reply, payload))
            : ("", envelope, "the decrypted reply is neither JSON nor XML");
    }

    private static string? WrongFormat(ReplyFields reply, PushPayload payload) =>
        reply.Format == payload.Format ? null : $"a reply in {reply.Format} to a push in {payload.Format}";

    private static string Shorten(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
