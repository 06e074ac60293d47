using WeChatPush.Simulator.FakeApi;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>What a load brought about: the words that reached their users, and how often.</summary>
internal static class Effects
{
    /// <summary>The words that arrived, in the order of their arrival.</summary>
    public static IReadOnlyList<string> Delivered(FakeWeChat weChat) =>
        [.. weChat.Calls.Sends.Where(call => call.Delivered).Select(call => call.Text).OfType<string>()];

    /// <summary>How often each arrived.</summary>
    public static IReadOnlyDictionary<string, int> Count(FakeWeChat weChat) =>
        Delivered(weChat).CountBy(words => words).ToDictionary();

    /// <summary>Waits until all of these have arrived, for as long as there is any progress.</summary>
    public static async Task ArriveAsync(FakeWeChat weChat, ICollection<string> expected, Func<string> otherwise)
    {
        List<string> missing = [];
        await Eventually.NoneLeftAsync(
            () =>
            {
                var effects = Count(weChat);
                missing = [.. expected.Where(words => !effects.ContainsKey(words))];
                return Task.FromResult(missing.Count);
            },
            () => $"{missing.Count} of {expected.Count} acknowledged pushes have no effect: {string.Join(' ', missing.Take(10))}\n{otherwise()}");
    }

    /// <summary>Each user's words rise; the second coming of a doubled one does not count.</summary>
    public static void ShouldBeInOrder(FakeWeChat weChat, Load load, Func<string, bool>? whose = null)
    {
        var users = Delivered(weChat).Distinct().GroupBy(words => load.Users[words]);
        foreach (var user in users.Where(user => whose?.Invoke(user.Key) != false))
            user.ShouldBe(user.Order(StringComparer.Ordinal));
    }
}
