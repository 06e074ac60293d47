using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking;

/// <summary>What a case sends with, and the three judgements there are: accepted, refused, survived.</summary>
internal sealed class CheckContext(SimulatedApp app, PushClient client, TimeProvider? time = null, string user = CheckSuite.User)
{
    private int _users;

    public SimulatedApp App => app;

    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    public PushSigner Signer { get; } = new(app, time);

    /// <summary>What the openid of every user begins with.</summary>
    public string User => user;

    /// <summary>A new user for each case, so that no case is the duplicate of another.</summary>
    public PushBuilder Builder => new(app, $"{user}{Random.Shared.Next():x8}{++_users:d5}", Time);

    /// <summary>The longest wait for an answer to a good push.</summary>
    public TimeSpan Slowest { get; private set; }

    public Task<PushTry> SendAsync(PushRequest request, PushPayload? payload, CancellationToken cancellationToken) =>
        client.SendAsync(app, request, payload, cancellationToken);

    public Task<CheckVerdict> AcceptedAsync(PushPayload payload, CancellationToken cancellationToken) =>
        AcceptedAsync(Signer.Push(payload), payload, cancellationToken);

    /// <summary>Answered with <c>success</c>, nothing, or a documented reply.</summary>
    public async Task<CheckVerdict> AcceptedAsync(
        PushRequest request, PushPayload payload, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(request, payload, cancellationToken);
        if (answer.IsAccepted && answer.Elapsed > Slowest)
            Slowest = answer.Elapsed;
        return new CheckVerdict(answer.IsAccepted, Describe(answer));
    }

    /// <summary>Answered with a status that says whose fault it is: 4xx.</summary>
    public async Task<CheckVerdict> RefusedAsync(PushRequest request, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(request, null, cancellationToken);
        return new CheckVerdict(answer.Status is >= 400 and < 500, Describe(answer));
    }

    /// <summary>Accepted or refused, but neither an error of the server nor the end of it.</summary>
    public async Task<CheckVerdict> SurvivedAsync(
        PushRequest request,
        PushPayload payload,
        CancellationToken cancellationToken,
        TimeSpan? limit = null,
        bool mayDisconnect = false)
    {
        var answer = await SendAsync(request, payload, cancellationToken);
        var unharmed = answer.IsAccepted
            || answer.Status is >= 400 and < 500
            || (mayDisconnect && answer.Kind == AnswerKind.Unreachable);
        if (!unharmed)
            return new CheckVerdict(false, Describe(answer));
        if (answer.Elapsed > limit)
            return new CheckVerdict(false, $"{Describe(answer)}, after {answer.Elapsed.TotalSeconds:0.0} s");

        var after = await SendAsync(Signer.Verification("1"), null, cancellationToken);
        return after.Status is null
            ? new CheckVerdict(false, $"{Describe(answer)}, and then no answer any more")
            : new CheckVerdict(true, Describe(answer));
    }

    public static string Describe(PushTry answer) => answer switch
    {
        { Kind: AnswerKind.Success } => "success",
        { Kind: AnswerKind.Empty } => "200, empty",
        { Kind: AnswerKind.Abnormal } => $"200, but {answer.Problem}",
        { Status: 200 } => $"200: {Shorten(answer.Text)}",
        { Status: { } status } => $"{status}",
        _ => answer.Problem ?? "no answer",
    };

    private static string Shorten(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
