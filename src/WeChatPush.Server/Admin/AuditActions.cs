namespace WeChatPush.Server.Admin;

/// <summary>What the audit calls the things that are done.</summary>
internal static class AuditActions
{
    public const string ReplayMessage = "message.replay";
    public const string RevealMessage = "message.reveal";
    public const string SaveBookmark = "bookmark.save";
    public const string RemoveBookmark = "bookmark.remove";
    public const string ReplayDeadLetters = "deadLetters.replay";
    public const string DiscardDeadLetters = "deadLetters.discard";
    public const string CancelOperation = "operation.cancel";
    public const string SendCustomerMessage = "customerMessage.send";
    public const string ShowTyping = "typing.show";
    public const string EndConversation = "conversation.done";
    public const string SendPush = "push.send";
    public const string EraseUser = "user.erase";
    public const string CreateCampaign = "campaign.create";
    public const string CreateApp = "app.create";
    public const string ChangeApp = "app.change";
    public const string RemoveApp = "app.remove";
    public const string EraseApp = "app.erase";
    public const string RotateSecret = "app.rotate";
    public const string FinishRotation = "app.rotateFinish";
    public const string ChangeRules = "rules.change";
    public const string UndoRules = "rules.undo";
    public const string CreateKey = "key.create";
    public const string RemoveKey = "key.remove";
    public const string ChangeAlerts = "alerts.change";
    public const string TestAlerts = "alerts.test";

    /// <summary>A campaign that is started, paused, resumed or cancelled.</summary>
    public static string MoveCampaign(string word) => $"campaign.{word}";

    /// <summary>A destination of forwards that is paused, resumed or tested.</summary>
    public static string MoveForward(string word) => $"forward.{word}";
}
