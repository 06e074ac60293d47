using WeChatPush.Telemetry;

namespace WeChatPush.Alerts;

/// <summary>
/// When an alert begins, lasts and is over, and what is to be said about it. Instances see different things: what one of them
/// sees lasts as long as any instance finds it again.
/// </summary>
internal static class AlertRules
{
    /// <summary>How many apps of a kind are kept: the state is one record.</summary>
    public const int MaxApps = 400;

    /// <summary>How often it is said that something lasts.</summary>
    public static readonly TimeSpan ReminderInterval = TimeSpan.FromHours(1);

    /// <summary>How long apps that follow are collected for the next message of the kind.</summary>
    public static readonly TimeSpan CollectTime = TimeSpan.FromMinutes(5);

    /// <summary>For how long one instance may send before another one does; longer than all tries.</summary>
    public static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(1);

    /// <summary>How long something must not be found until it is over.</summary>
    public static TimeSpan QuietTime(AlertKind kind) => kind switch
    {
        // Single events: there is no state to look at that would be good again.
        AlertKind.Dead or AlertKind.HandlerMissing => TimeSpan.FromHours(1),
        AlertKind.Spooling => TimeSpan.FromSeconds(30),
        _ => TimeSpan.FromMinutes(3),
    };

    /// <summary>How often it is written down that something lasts.</summary>
    public static TimeSpan RenewInterval(AlertKind kind) => kind is AlertKind.Spooling ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(1);

    /// <summary>Takes over what was found.</summary>
    /// <returns>Whether the state is another one.</returns>
    public static bool Apply(AlertState state, IEnumerable<AlertFinding> findings, DateTimeOffset now)
    {
        var changed = false;
        foreach (var finding in findings)
        {
            changed |= finding.IsOver
                ? state.Find(finding.Kind) is { } group && End(group, finding.App, now)
                : See(state, finding, now);
        }

        foreach (var kind in Enum.GetValues<AlertKind>())
        {
            if (state.Find(kind) is { } group)
                changed |= Expire(group, kind, now) | RemoveIfOld(state, group, kind, now);
        }

        return changed;
    }

    /// <summary>The messages that are due.</summary>
    public static List<AlertMessage> FindDue(AlertState state, DateTimeOffset now)
    {
        var messages = new List<AlertMessage>();
        foreach (var kind in Enum.GetValues<AlertKind>())
        {
            if (state.Find(kind) is not { } group)
                continue;
            var open = group.Apps.Where(app => app.Value.OverAt is null).ToList();
            var untold = open.Where(app => !app.Value.Told).ToList();
            if (untold.Count > 0 && IsLongAgo(group.SentAt, CollectTime, now))
                messages.Add(ToMessage(kind, untold, isOver: false));
            else if (open.Count > untold.Count && IsLongAgo(group.SentAt, ReminderInterval, now))
                messages.Add(ToMessage(kind, open, isOver: false) with { IsReminder = true });
            var over = group.Apps.Where(app => app.Value.OverAt is not null).ToList();
            if (over.Count > 0 && (open.Count == 0 || IsLongAgo(group.OverSentAt, CollectTime, now)))
                messages.Add(ToMessage(kind, over, isOver: true));
        }

        return messages;
    }

    /// <summary>Messages were sent.</summary>
    public static void Confirm(AlertState state, IEnumerable<AlertMessage> messages, DateTimeOffset now)
    {
        foreach (var message in messages)
        {
            if (state.Find(message.Kind) is not { } group)
                continue;
            if (message.IsOver)
                group.OverSentAt = now;
            else
                group.SentAt = now;
            foreach (var name in message.Apps)
            {
                if (!group.Apps.TryGetValue(name, out var app))
                    continue;

                // What changed while the message was on its way is said by the next one.
                if (!message.IsOver)
                    app.Told = true;
                else if (app.OverAt is null)
                    app.Told = false;
                else
                    group.Apps.Remove(name);
            }
        }
    }

    private static bool See(AlertState state, AlertFinding finding, DateTimeOffset now)
    {
        var word = EnumNames<AlertKind>.Get(finding.Kind);
        if (!state.Groups.TryGetValue(word, out var group))
            state.Groups[word] = group = new();
        if (!group.Apps.TryGetValue(finding.App, out var app))
        {
            if (group.Apps.Count >= MaxApps)
                return false;
            group.Apps[finding.App] = new() { Since = finding.Since, SeenAt = now, Count = finding.Count, Detail = finding.Detail };
            return true;
        }

        // It is back before it was said that it is over.
        var isBack = app.OverAt is not null;
        if (!isBack && !finding.Adds && app.Detail == finding.Detail && now - app.SeenAt < RenewInterval(finding.Kind))
            return false;
        (app.OverAt, app.SeenAt, app.Detail) = (null, now, finding.Detail);
        app.Count = finding.Adds ? (app.Count ?? 0) + finding.Count : finding.Count;
        return true;
    }

    private static bool End(AlertGroup group, string name, DateTimeOffset now)
    {
        if (!group.Apps.TryGetValue(name, out var app) || app.OverAt is not null)
            return false;
        if (app.Told)
            app.OverAt = now;
        else
            group.Apps.Remove(name);
        return true;
    }

    private static bool Expire(AlertGroup group, AlertKind kind, DateTimeOffset now)
    {
        var changed = false;
        foreach (var (name, app) in group.Apps.ToList())
        {
            // A single event is said even if it was long ago by the time that it can be.
            var isUntoldEvent = !app.Told && kind is AlertKind.Dead or AlertKind.HandlerMissing;
            if (now - app.SeenAt >= QuietTime(kind) && !isUntoldEvent)
                changed |= End(group, name, now);
        }

        return changed;
    }

    // When the last message was is kept as long as it holds back the next one.
    private static bool RemoveIfOld(AlertState state, AlertGroup group, AlertKind kind, DateTimeOffset now) =>
        group.Apps.Count == 0
        && IsLongAgo(group.SentAt, CollectTime, now)
        && IsLongAgo(group.OverSentAt, CollectTime, now)
        && state.Groups.Remove(EnumNames<AlertKind>.Get(kind));

    private static bool IsLongAgo(DateTimeOffset? at, TimeSpan time, DateTimeOffset now) => at is null || now - at >= time;

    private static AlertMessage ToMessage(AlertKind kind, List<KeyValuePair<string, OpenAlert>> apps, bool isOver) =>
        new(kind,
            isOver,
            [.. apps.OrderBy(app => app.Value.Since).ThenBy(app => app.Key, StringComparer.Ordinal).Select(app => app.Key)],
            apps.Min(app => app.Value.Since))
        {
            Count = apps.Any(app => app.Value.Count is not null) ? apps.Sum(app => app.Value.Count ?? 0) : null,
            Detail = apps.Select(app => app.Value.Detail).Distinct().ToList() is [var one] ? one : null,
        };
}
