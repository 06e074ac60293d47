using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>The templates of an app, by a number that is shorter than their ids.</summary>
internal static class Templates
{
    private const string Find = "SELECT no FROM credit_template WHERE app = $1 AND template_id = $2";

    private const string Count = "SELECT count(*) FROM credit_template WHERE app = $1";
    private const string Put = "INSERT INTO credit_template (app, template_id) VALUES ($1, $2)";

    /// <summary>The template's number, or <see langword="null"/>: no user has ever had a permit for it.</summary>
    public static long? NumberOf(SqliteSession session, string app, string templateId) =>
        session.Number(Find, app, templateId);

    /// <summary>The number of a template, new or not.</summary>
    public static long Number(SqliteSession session, string app, string templateId)
    {
        if (NumberOf(session, app, templateId) is { } known)
            return known;
        session.Execute(Put, app, templateId);
        return NumberOf(session, app, templateId)!.Value;
    }

    /// <summary>How many more there may be that no list has.</summary>
    public static long Room(SqliteSession session, string app) =>
        CreditLimits.Templates - (long)session.Scalar(Count, app)!;
}
