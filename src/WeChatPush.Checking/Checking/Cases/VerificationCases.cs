using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>The GET by which the console checks the URL.</summary>
internal static class VerificationCases
{
    private const string Echo = "4375120948345356249";
    private const string Special = "a+b/c=<&\"'é";
    private const string Refused = "4xx, no echo";
    private const string Unverified = "An answer without a valid signature lets any client use the URL as a mirror.";

    public static IEnumerable<CheckCase> All =>
    [
        new("valid signature", "the echostr to the letter",
            "The console refuses to save the URL.",
            (context, token) => EchoedAsync(context, context.Signer.Verification(Echo), Echo, token)),
        new("valid signature: type of the answer", "text/plain",
            "Shown as HTML, the echo runs as a script in the browser that follows a prepared link.",
            IsPlainTextAsync),
        new("echostr with special characters", "the echostr to the letter",
            "It is escaped or decoded once too often, and the console refuses the URL.",
            (context, token) => EchoedAsync(context, context.Signer.Verification(Special), Special, token)),
        new("nonce whose sorting depends on the language", "the echostr to the letter",
            "The three parts are sorted by a language's rules, not by bytes: some pushes fail for no visible reason.",
            (context, token) => EchoedAsync(
                context, context.Signer.Verification(Echo, OrdinalNonce.For(context.App.Token)), Echo, token)),
        new("wrong signature", Refused, Unverified,
            (context, token) => NotEchoedAsync(
                context, context.Signer.Verification(Echo).With("signature", new string('0', 40)), token)),
        new("another nonce than the one signed", Refused, Unverified,
            (context, token) => NotEchoedAsync(context, context.Signer.Verification(Echo).With("nonce", "1"), token)),
        new("empty signature", Refused,
            "WeChat has been seen probing with an empty signature: it must not pass or crash.",
            (context, token) => NotEchoedAsync(
                context, context.Signer.Verification(Echo).With("signature", ""), token)),
        .. from name in (string[])["signature", "timestamp", "nonce", "echostr"]
           select new CheckCase($"without {name}", Refused,
               "Scanners will try it: a missing value must not crash the server.",
               (context, token) => NotEchoedAsync(context, context.Signer.Verification(Echo).With(name, null), token)),
    ];

    /// <summary>Where WeChat does not check the URL by GET, there is nothing that a GET could mean.</summary>
    public static CheckCase Nothing { get; } = new(
        "a GET", "4xx", "Only a scanner sends one: an answer shows it that there is something to find.",
        (context, token) => context.RefusedAsync(context.Signer.Verification(Echo), token));

    private static async Task<CheckVerdict> EchoedAsync(
        CheckContext context, PushRequest request, string echo, CancellationToken cancellationToken)
    {
        var answer = await context.SendAsync(request, null, cancellationToken);
        return new CheckVerdict(answer.Status == 200 && answer.Text == echo, CheckContext.Describe(answer));
    }

    private static async Task<CheckVerdict> NotEchoedAsync(
        CheckContext context, PushRequest request, CancellationToken cancellationToken)
    {
        var answer = await context.SendAsync(request, null, cancellationToken);
        var echoed = answer.Text.Contains(Echo, StringComparison.Ordinal);
        return new CheckVerdict(
            answer.Status is >= 400 and < 500 && !echoed,
            echoed ? $"{answer.Status}, with the echo" : CheckContext.Describe(answer));
    }

    private static async Task<CheckVerdict> IsPlainTextAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var answer = await context.SendAsync(context.Signer.Verification(Echo), null, cancellationToken);
        return new CheckVerdict(
            answer.ContentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) == true,
            answer.Status == 200 ? answer.ContentType ?? "no content type" : CheckContext.Describe(answer));
    }
}
