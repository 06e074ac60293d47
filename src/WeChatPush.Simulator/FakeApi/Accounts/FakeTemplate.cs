namespace WeChatPush.Simulator.FakeApi.Accounts;

/// <summary>A template of subscribe messages.</summary>
public sealed record FakeTemplate(string Id, string Title, string Content, string Example)
{
    /// <summary>
    /// What an account begins with: the templates of the chat page and of <c>fill</c>, one with fixed values, and a
    /// long-term one.
    /// </summary>
    public static readonly IReadOnlyList<FakeTemplate> Samples =
    [
        new(
            "VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc",
            "订单发货通知",
            "发货说明:{{thing1.DATA}}\n发货时间:{{date2.DATA}}\n运单号码:{{character_string3.DATA}}\n",
            "发货说明:您的订单已发货\n发货时间:2026年11月21日 10:30\n运单号码:SF1234567890\n"),
        new(
            "demo-template",
            "活动开始提醒",
            "活动内容:{{thing1.DATA}}\n温馨提示:{{thing2.DATA}}\n",
            "活动内容:全场八折，今晚八点\n温馨提示:数量有限，先到先得\n"),
        new(
            "eJ5oTn0pVwDq3sYxKc8RzLh2Bf7mUgA1iNb6vQy4XkE",
            "停车费用提醒",
            "车牌号码:{{car_number1.DATA}}\n停车状态:{{enum_string2.DATA}}\n停车费用:{{amount3.DATA}}\n",
            "车牌号码:粤B12345\n停车状态:已离场\n停车费用:12.50元\n")
        {
            Values = new Dictionary<string, string[]> { ["enum_string2"] = ["已入场", "已离场", "待缴费"] },
        },
        new(
            "Tq9dHs4WmZ2cPe7RfKx0LuYb5GvNjAo8iB3hUy6lDCs",
            "就诊提醒",
            "就诊人:{{name1.DATA}}\n就诊时间:{{time2.DATA}}\n就诊科室:{{thing3.DATA}}\n",
            "就诊人:王小明\n就诊时间:2026年11月21日 15:01\n就诊科室:口腔科\n")
        {
            IsLongTerm = true,
        },
    ];

    /// <summary>An accept holds until the user rejects it, and not for one message.</summary>
    public bool IsLongTerm { get; init; }

    /// <summary>By the name of a keyword: the only values that it takes.</summary>
    public IReadOnlyDictionary<string, string[]> Values { get; init; } = new Dictionary<string, string[]>();
}
