namespace WeChatPush.Credits;

/// <summary>Which version of the mini program a tap on a subscribe message opens (<c>miniprogram_state</c>).</summary>
public enum MiniProgramState
{
    /// <summary>The development version.</summary>
    Developer,

    /// <summary>The trial version.</summary>
    Trial,

    /// <summary>The released version, which WeChat opens if nothing is said.</summary>
    Formal,
}
