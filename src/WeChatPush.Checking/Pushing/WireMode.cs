namespace WeChatPush.Simulator.Pushing;

/// <summary>How messages travel (消息加密方式), as chosen in the mini program's console.</summary>
public enum WireMode
{
    /// <summary>明文模式: clear, and nothing protects the body.</summary>
    Plaintext,

    /// <summary>兼容模式: the clear fields and the encrypted copy side by side.</summary>
    Compatible,

    /// <summary>安全模式: encrypted only.</summary>
    Secure,
}
