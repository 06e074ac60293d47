namespace WeChatPush.Storage;

/// <summary>A store first writes into a log. What is deleted stays in it until the log is written anew.</summary>
public enum LogRewrite
{
    /// <summary>It holds nothing of it any more.</summary>
    Done,

    /// <summary>The server is writing it anew: Redis' append-only file.</summary>
    Started,

    /// <summary>A reader held it up; the next minutes do it.</summary>
    Pending,

    /// <summary>The server does not let this program do it: an operator has to say <c>BGREWRITEAOF</c>.</summary>
    Refused,
}
