namespace WeChatPush.Sending;

/// <summary>What is known of a key at the moment it is used.</summary>
public enum SendKeyState
{
    /// <summary>It was not in use: it is the caller's from now on, who sends.</summary>
    Begun,

    /// <summary>Its send is under way.</summary>
    Running,

    /// <summary>Its send was begun by a holder that died: what became of it is not known.</summary>
    Unknown,

    /// <summary>Its send has ended, and this was the answer.</summary>
    Answered,

    /// <summary>It was used for something else.</summary>
    OtherBody,

    /// <summary>The app has as many keys as are remembered.</summary>
    Full,
}
