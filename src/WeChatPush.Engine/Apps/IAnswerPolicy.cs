using WeChatPush.Protocol;

namespace WeChatPush.Apps;

/// <summary>
/// Which pushes are answered with content. Known to whoever handles pushes, needed by whoever receives them; so it is
/// named here, where both may look.
/// </summary>
internal interface IAnswerPolicy
{
    /// <summary>
    /// How long WeChat's request may wait for the content of its answer; <see langword="null"/>: not at all, the push is
    /// acknowledged as soon as it is stored.
    /// </summary>
    TimeSpan? BudgetOf(App app, PushContent push);
}
