namespace WeChatPush.Handling;

/// <summary>One rule that was held against a push.</summary>
/// <param name="Rule">Its place among the rules of the app, from 0.</param>
/// <param name="Matches">Whether it is for the push. Rules behind the first that is are not tried.</param>
/// <param name="Because">Why it is not.</param>
public sealed record RuleTrial(int Rule, bool Matches, RuleMismatch? Because);
