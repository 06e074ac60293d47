using System.Text.Json;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.EndToEndTests.Formats;

/// <summary>
/// The credits of the stored data: the writer gives them and spends some, the reader looks at them and spends more.
/// </summary>
internal static class FormatCredits
{
    public const string Single = "template-of-one-message";
    public const string LongTerm = "template-of-long-term";

    private const string Holder = "oHolder";

    // In the year 2100.
    private const long FarAway = 4_102_444_800;

    /// <summary>Gives a user permits for a template, one for each id.</summary>
    public static async Task GiveAsync(AdminClient admin, string openId, string template, params string[] ids)
    {
        foreach (var id in ids)
        {
            await admin.PostAsync(
                "apps/shop/credits",
                new { openId, subscribe = new Dictionary<string, string> { [template] = "accept" } },
                $"{openId} {template} {id}");
        }
    }

    /// <summary>Leaves one usable permit of four: one was spent, of one nothing is known, one came twice.</summary>
    public static async Task WriteAsync(FormatSite site, FormatServer server)
    {
        await GiveAsync(server.Admin, FormatPushes.Leaver, Single, "a", "b");
        await GiveAsync(server.Admin, Holder, Single, "a", "b", "c", "c");
        await GiveAsync(server.Admin, Holder, LongTerm, "a");
        // FormIds run out after a week, whatever is reported; those that version 0.1.0 kept for longer are swept. So the reader
        // looks at them only where they were just written; a server has to bear the others.
        await CollectAsync(server, Holder, "form-1", FarAway);
        await CollectAsync(server, Holder, "form-2", FarAway + 1);
        await CollectAsync(server, "oShort", "form-3", expireAt: null);

        (await SendAsync(server, Single)).ShouldBe("sent");
        site.WeChat.Faults.Add(new FakeFault { Api = FakeApis.SubscribeSend, OpenId = Holder, Times = 1, Cut = true });
        (await SendAsync(server, Single)).ShouldBe("uncertain");
    }

    /// <summary>They are what they were, and can be spent.</summary>
    /// <param name="server">The server that has the data.</param>
    /// <param name="isFresh">Whether it was written just now.</param>
    public static async Task ReadAsync(FormatServer server, bool isFresh)
    {
        if (isFresh)
            await ReadFormIdsAsync(server);
        var balance = await BalanceAsync(server, Holder);
        Permit(balance, Single).ShouldBe((1, 0, false, 1));
        Permit(balance, LongTerm).ShouldBe((1, 0, true, 0));
        // This user switched the template off.
        (await UsableAsync(server, FormatPushes.Leaver)).ShouldAllBe(usable => usable == 0);

        (await SendAsync(server, Single)).ShouldBe("sent");
        (await SendAsync(server, Single)).ShouldBe("noCredit");
        (await SendAsync(server, LongTerm)).ShouldBe("sent");
        balance = await BalanceAsync(server, Holder);
        Permit(balance, Single).ShouldBe((0, 0, false, 1));
        Permit(balance, LongTerm).ShouldBe((1, 0, true, 0));
    }

    private static async Task ReadFormIdsAsync(FormatServer server)
    {
        var formIds = (await BalanceAsync(server, Holder)).GetProperty("formIds");
        formIds.GetProperty("usable").GetInt32().ShouldBe(2);
        formIds.GetProperty("nextExpiry").GetDateTimeOffset().ShouldBeInRange(
            DateTimeOffset.UtcNow.AddDays(6), DateTimeOffset.UtcNow.AddDays(7));
        (await SendAsync(server, Single, "template")).ShouldBe("sent");
        (await BalanceAsync(server, Holder)).GetProperty("formIds").GetProperty("usable").GetInt32().ShouldBe(1);
    }

    private static async Task CollectAsync(FormatServer server, string openId, string formId, long? expireAt) =>
        await server.Admin.PostAsync("apps/shop/credits", new { openId, formIds = new[] { new { formId, expireAt } } });

    private static async Task<IEnumerable<int>> UsableAsync(FormatServer server, string openId) =>
        (await BalanceAsync(server, openId)).GetProperty("subscribe").EnumerateObject()
            .Select(template => template.Value.GetProperty("usable").GetInt32());

    private static Task<JsonElement> BalanceAsync(FormatServer server, string openId) =>
        server.Admin.GetAsync($"apps/shop/credits/{openId}");

    private static (int Usable, int Reserved, bool IsLongTerm, int Uncertain) Permit(JsonElement balance, string template)
    {
        var permit = balance.GetProperty("subscribe").GetProperty(template);
        return (
            permit.GetProperty("usable").GetInt32(), permit.GetProperty("reserved").GetInt32(),
            permit.GetProperty("longTerm").GetBoolean(), permit.GetProperty("uncertain").GetInt32());
    }

    private static async Task<string> SendAsync(FormatServer server, string templateId, string kind = "subscribe")
    {
        var answer = await server.Admin.PostAsync("apps/shop/pushes", new
        {
            openId = Holder,
            kind,
            templateId,
            data = new { thing1 = new { value = "your order" } },
        });
        return answer.GetProperty("outcome").GetString()!;
    }
}
