namespace WeChatPush.TestSupport.Records;

/// <summary>A record that was spoiled; <paramref name="Text"/> is all that it said before, so that a test knows whose it was.</summary>
public sealed record SpoiledRecord(string Text)
{
    /// <summary>Whether it was about somebody or something of that name.</summary>
    public bool Names(string name) => Text.Contains(name, StringComparison.Ordinal);
}
