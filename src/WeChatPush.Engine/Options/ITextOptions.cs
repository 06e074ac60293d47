namespace WeChatPush;

/// <summary>Options that may also be written as one text in the place of an object.</summary>
internal interface ITextOptions
{
    /// <summary>Takes the text.</summary>
    void ReadText(string text);
}
