namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>WeChat's retries. Each copy must be answered as if it were the only one.</summary>
internal static class RepeatCases
{
    private const string Refusal = "A copy that is refused looks like a failure to WeChat, and to the user.";

    public static IEnumerable<CheckCase> All =>
    [
        new("the same request three times", "success each time", Refusal, async (context, token) =>
        {
            var payload = context.Builder.Text("once");
            var request = context.Signer.Push(payload);
            return await InTurnAsync(3, () => context.AcceptedAsync(request, payload, token));
        }),
        new("the same push three times, each signed anew", "success each time", Refusal, async (context, token) =>
        {
            var payload = context.Builder.Text("once");
            return await InTurnAsync(3, () => context.AcceptedAsync(payload, token));
        }),
        new("the same event twice", "success each time", Refusal, async (context, token) =>
        {
            var payload = context.Builder.EnterSession();
            return await InTurnAsync(2, () => context.AcceptedAsync(payload, token));
        }),
        new("20 copies at once", "success each time",
            "Slow answers make retries overlap: locks, unique keys and race conditions show here.",
            async (context, token) =>
            {
                var payload = context.Builder.Text("at once");
                var request = context.Signer.Push(payload);
                return Worst(await Task.WhenAll(
                    Enumerable.Range(0, 20).Select(_ => context.AcceptedAsync(request, payload, token))));
            }),
    ];

    private static async Task<CheckVerdict> InTurnAsync(int count, Func<Task<CheckVerdict>> play)
    {
        var verdicts = new List<CheckVerdict>();
        for (var i = 0; i < count; i++)
            verdicts.Add(await play());
        return Worst(verdicts);
    }

    private static CheckVerdict Worst(IReadOnlyList<CheckVerdict> verdicts) => new(
        verdicts.All(verdict => verdict.Passed),
        string.Join(", ", verdicts.GroupBy(verdict => verdict.Got).Select(group => $"{group.Count()} × {group.Key}")));
}
