using WeChatPush.Protocol;

namespace WeChatPush.Apps;

/// <summary>
/// Which pushes are answered with content. The handling knows this and the receiving needs it, so the interface is declared
/// where both can use it.
/// </summary>
internal interface IAnswerPolicy
{
    /// <summary>
    /// How long WeChat's request may wait for the content of its answer; <see langword="null"/>: not at all, the push is
    /// acknowledged as soon as it is stored.
    /// </summary>
    TimeSpan? BudgetOf(App app, PushContent push);
}
