using System.Text;

namespace WeChatPush.Protocol.Tests.Catalogue;

/// <summary>The catalogue as the table that readers see.</summary>
internal static class PushTable
{
    public static string Markdown()
    {
        var text = new StringBuilder(
            """
            # Pushes

            Every message and event that WeChat documents for mini programs, with the record it reads as. Others arrive
            as well: they keep all their fields in `PushMessage`.

            *From the user*: `FromUserName` is the user; else it is one account of WeChat's for everybody. *Answer*:
            what can be said besides `success`; in **bold** where WeChat waits for it. *Within*: how long WeChat waits,
            in seconds.

            This table is checked against the code by a test, which prints it.

            """);

        foreach (var family in PushCatalogue.All.GroupBy(push => push.Family))
        {
            text.Append($"\n## {family.Key}\n\n");
            text.Append("| Push | What | 说明 | Record | From the user | Answer | Within |\n");
            text.Append("| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (var push in family)
                text.Append(Row(push));
        }

        return text.ToString();
    }

    private static string Row(PushInfo push) =>
        $"| `{push.Name}` | {push.Title} | {push.ChineseTitle} | `{push.Type.Name}` | {(push.IsFromUser ? "yes" : "")} "
        + $"| {Answer(push)} | {push.DeadlineSeconds} |\n";

    private static string Answer(PushInfo push) => push.ReplyNeed switch
    {
        ReplyNeed.None => "",
        ReplyNeed.Possible => $"`{push.ReplyType!.Name}`",
        _ => $"**`{push.ReplyType!.Name}`**",
    };
}
