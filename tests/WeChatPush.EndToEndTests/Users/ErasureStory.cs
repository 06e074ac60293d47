using System.Text.Json;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Users;

/// <summary>What is stored of a user, and of another.</summary>
internal sealed class ErasureStory(
    AdminClient admin, FakeWeChat weChat, Func<string, PushBuilder> user, Func<PushPayload, Task> push)
{
    public const string User = "oUserToErase0123456789abcdef";
    public const string Other = "oUserToKeep00123456789abcdef";

    /// <summary>Words of the user's own.</summary>
    public static readonly string[] Words = [User, "secretText", "secretWaiting", "secretValue", "secretForm", "secretMention"];

    /// <summary>The settings of a server on which it happens.</summary>
    public static readonly (string, string)[] Settings =
    [
        ("Apps:shop:Credits:CountFrom", "Client"), ("Apps:shop:Credits:Templates:0", "tpl"),
    ];

    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _campaign = "";

    /// <summary>Has things stored about both; a push of the user is being handled, one waits behind it.</summary>
    public async Task HappenAsync()
    {
        foreach (var one in new[] { User, Other })
        {
            await admin.PostAsync("apps/shop/credits", new { openId = one, subscribe = new { tpl = "accept" } });
            await admin.PostAsync("apps/shop/credits", new { openId = one, formIds = new[] { new { formId = one == User ? "secretForm" : "keptForm" } } });
            await push(user(one).Text(one == User ? "secretText" : "keptText"));
        }

        await weChat.WaitForCallsAsync(call => call.Delivered, 2, TimeSpan.FromSeconds(30));
        var campaign = await admin.PostAsync("apps/shop/campaigns", new
        {
            name = "sale",
            templateId = "tpl",
            data = new { thing1 = new { value = "{name}" } },
            rate = 10,
            audience = new
            {
                kind = "list",
                recipients = new[]
                {
                    new { openId = User, values = new { name = "secretValue" } },
                    new { openId = Other, values = new { name = "keptValue" } },
                },
            },
        });
        _campaign = campaign.GetProperty("id").GetString()!;
        await push(user("oPlatform").Event("some_event", ("OpenId", User), ("Note", "secretMention")));
        await Eventually.TrueAsync(
            async () => (await admin.ListAsync("state=done")).Count == 3, () => "pushes are left unfinished");

        var held = new FakeFault { Api = FakeApis.CustomSend, OpenId = User, Until = _answer.Task };
        weChat.Faults.Add(held);
        await push(user(User).Text("secretWaiting"));
        await held.Reached;
        await push(user(User).Text("secretWaiting again"));
    }

    /// <summary>The counts of an erasure are those of what happened.</summary>
    public static void ShouldCountAll(JsonElement erased)
    {
        var counts = new[] { "pushes", "permits", "formIds", "windows", "recipients" }.ToDictionary(
            kind => kind, kind => erased.GetProperty(kind).GetInt32());
        counts.ShouldBe(new Dictionary<string, int>
        {
            ["pushes"] = 4, ["permits"] = 1, ["formIds"] = 1, ["windows"] = 1, ["recipients"] = 1,
        });
    }

    /// <summary>The send that was held ends, and the work goes on without the user.</summary>
    public async Task GoOnAsync()
    {
        _answer.SetResult();
        await push(user(Other).Text("keptText again"));
        await weChat.WaitForCallsAsync(call => call.Delivered && call.Text == "keptText again", 1, TimeSpan.FromSeconds(30));
        await weChat.WaitForCallsAsync(call => call.Delivered && call.Text == "secretWaiting", 1, TimeSpan.FromSeconds(30));
        await admin.PostAsync($"apps/shop/campaigns/{_campaign}/start", new { });
        JsonElement campaign = default;
        await Eventually.TrueAsync(
            async () => (campaign = await admin.GetAsync($"apps/shop/campaigns/{_campaign}")).GetProperty("state").GetString() == "finished",
            () => $"{campaign}");

        var counts = campaign.GetProperty("counts");
        (counts.GetProperty("total").GetInt32(), counts.GetProperty("sent").GetInt32(), counts.GetProperty("cancelled").GetInt32())
            .ShouldBe((2, 1, 1));
        var recipients = await admin.GetAsync($"apps/shop/campaigns/{_campaign}/recipients");
        recipients.GetProperty("items").EnumerateArray()
            .Select(recipient => (recipient.GetProperty("openId").GetString(), recipient.GetProperty("outcome").GetString()))
            .ShouldBe([("", "cancelled"), (Other, "sent")]);
    }

    /// <summary>There is nothing of the user, and all of the other.</summary>
    public async Task ShouldBeErasedAsync()
    {
        (await admin.ListAsync($"openId={User}")).ShouldBeEmpty();
        (await admin.ListAsync($"openId={Other}")).ShouldNotBeEmpty();
        var credits = await admin.GetAsync($"apps/shop/credits/{User}");
        credits.GetProperty("subscribe").EnumerateObject().ShouldBeEmpty();
        credits.GetProperty("formIds").GetProperty("usable").GetInt32().ShouldBe(0);
        var kept = await admin.GetAsync($"apps/shop/credits/{Other}");
        kept.GetProperty("formIds").GetProperty("usable").GetInt32().ShouldBe(1);
        (await admin.GetAsync("apps/shop/credits")).GetProperty("formIds").GetProperty("credits").GetInt32().ShouldBe(1);
    }
}
