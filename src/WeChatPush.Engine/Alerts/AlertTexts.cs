using System.Globalization;
using WeChatPush.Sending;

namespace WeChatPush.Alerts;

/// <summary>What is said: to robots in Chinese, in the text of a webhook in English. Nothing of a user is in it.</summary>
internal static class AlertTexts
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>The test message.</summary>
    public const string TestTitle = "【WeChatPush 测试】告警可以送达";

    /// <summary>What a test says below its title.</summary>
    public const string TestLine = "这是一条测试消息，无需处理。";

    /// <summary>The title and the lines below it.</summary>
    public static (string Title, IReadOnlyList<string> Lines) Chinese(AlertMessage message)
    {
        var word = message.IsOver ? "恢复" : message.IsReminder ? "仍未恢复" : "告警";
        var lines = new List<string>();
        if (message.Apps.Any(app => app.Length > 0))
            lines.Add($"应用：{Names(message, "、", count => $" 等 {count} 个")}");
        if (message is { IsOver: false, Count: > 0 and var count })
            lines.Add($"数量：{count}");
        if (!message.IsOver && Cause(message) is { } cause)
            lines.Add(cause);
        if (message.Instance is { } instance)
            lines.Add($"实例：{instance}");
        lines.Add($"开始：{message.Since.ToOffset(China).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}（北京时间）");
        lines.Add(message.IsOver ? Ending(message.Kind) : $"处理：{ChineseHint(message)}");
        return ($"【WeChatPush {word}】{What(message)}", lines);
    }

    /// <summary>The text in English.</summary>
    public static string English(AlertMessage message)
    {
        var about = message.Apps.Any(app => app.Length > 0) ? $" of {Names(message, ", ", count => $" ({count} apps)")}" : "";
        var at = message.Instance is { } instance ? $" on {instance}" : "";
        var count = message is { IsOver: false, Count: > 0 and var number } ? string.Create(CultureInfo.InvariantCulture, $": {number}") : "";
        var what = message.Kind switch
        {
            AlertKind.Dead => message.IsOver ? "No new dead letters, or none left," : "More dead letters",
            AlertKind.Stopped => message.IsOver ? "Sends are no longer stopped" : "Sends are stopped",
            AlertKind.Spooling => message.IsOver ? "The store takes pushes again" : "The store does not take pushes",
            AlertKind.HandlerMissing => message.IsOver ? "No more payment events without a handler" : "Payment events without a handler",
            _ => message.IsOver ? "Pushes are handled in time again" : "Pushes wait for too long",
        };
        return $"{what}{about}{at}{count}";
    }

    /// <summary>What to do, in English; <see langword="null"/>: nothing.</summary>
    public static string? EnglishHint(AlertMessage message) => message.IsOver ? null : message.Kind switch
    {
        AlertKind.Dead => "Look at the reasons of the dead letters, correct the cause, then replay them: POST /api/v1/apps/{app}/dead-letters/replay.",
        AlertKind.Stopped => OperatorHints.For(Code(message)) ?? "/health/ready with an admin key names every stop and what to do.",
        AlertKind.Spooling => message.Detail switch
        {
            SpoolSource.Unwritable => "Check the disk of WeChatPush:DataDirectory: pushes are answered 503 meanwhile.",
            SpoolSource.Draining => "The store is back; what was spooled is being handed over.",
            SpoolSource.Kept => "Check ConnectionStrings:Redis and the server: pushes are kept on the instance's disk meanwhile.",
            _ => "Check ConnectionStrings:Redis and the server: pushes are answered 503 meanwhile.",
        },
        AlertKind.HandlerMissing => "Add a rule for the Event, or a handler: what was paid for is not delivered until then.",
        _ => "Check that an instance with WeChatPush:Dispatching:Concurrency above 0 runs, and how long the handlers take.",
    };

    private static string What(AlertMessage message) => message.Kind switch
    {
        AlertKind.Dead => "死信",
        AlertKind.Stopped => "停止向微信发送",
        AlertKind.Spooling => message.IsOver || message.Detail is SpoolSource.Draining
            ? "存储"
            : message.Detail is SpoolSource.Kept ? "存储不可用，推送暂存在本机磁盘" : "存储不可用，推送被拒绝（503）",
        AlertKind.HandlerMissing => "支付事件没有处理器",
        _ => "推送积压",
    };

    private static string Ending(AlertKind kind) => kind switch
    {
        AlertKind.Dead => "说明：死信已清空，或一小时内没有新增。",
        AlertKind.Stopped => "说明：发送不再停止。",
        AlertKind.Spooling => "说明：存储已恢复，暂存的推送已全部移交。",
        AlertKind.HandlerMissing => "说明：一小时内没有新的无处理器事件。",
        _ => "说明：推送已及时处理。",
    };

    private static string? Cause(AlertMessage message) => message switch
    {
        { Kind: AlertKind.Stopped, Detail: { } code } => $"原因：微信返回 errcode {code}",
        { Kind: AlertKind.HandlerMissing, Detail: { } name } => $"事件：{name}",
        _ => null,
    };

    private static string ChineseHint(AlertMessage message) => message.Kind switch
    {
        AlertKind.Dead => "查看死信原因，修正后重放。",
        AlertKind.Stopped => Code(message) switch
        {
            40013 => "检查 AppId。",
            40001 or 40014 or 41001 or 41004 or 40125 or 42001 => "检查 AppId 和 AppSecret（开发管理 › 开发设置）。",
            40164 => "把本服务器的出口 IP 加入白名单（开发管理 › 开发设置 › IP白名单）。",
            45009 or 45011 => "接口调用次数已用完，暂停后自动重试；可在公众平台清零或提高额度。",
            48001 => "该账号没有此接口的权限，请在公众平台开通。",
            43107 => "订阅消息能力被封禁，请在公众平台查看通知。",
            _ => "查看 /health/ready，其中列出每个停止的原因和办法。",
        },
        AlertKind.Spooling => message.Detail switch
        {
            SpoolSource.Unwritable => "检查数据目录所在磁盘的空间和权限。",
            SpoolSource.Draining => "存储已恢复，正在移交暂存的推送。",
            _ => "检查 Redis 和 ConnectionStrings:Redis。",
        },
        AlertKind.HandlerMissing => "为该事件添加规则或处理器；在此之前用户付款后不会发货。",
        _ => "检查处理器耗时，以及是否有实例的 Dispatching:Concurrency 大于 0。",
    };

    private static int? Code(AlertMessage message) =>
        int.TryParse(message.Detail, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static string Names(AlertMessage message, string separator, Func<int, string> total)
    {
        var names = string.Join(separator, message.Named);
        return message.Apps.Count > AlertMessage.MaxNamed ? names + total(message.Apps.Count) : names;
    }
}
