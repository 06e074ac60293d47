namespace WeChatPush.Protocol;

/// <summary>What <see cref="XmlPushReader.Read"/> stopped at.</summary>
internal enum XmlToken
{
    /// <summary>Nothing was read yet.</summary>
    None,

    /// <summary>The start of an element; a self-closing one is followed by its <see cref="EndElement"/>.</summary>
    StartElement,

    /// <summary>The end of an element.</summary>
    EndElement,

    /// <summary>A part of a text outside CDATA; entities are checked but not yet decoded.</summary>
    Text,

    /// <summary>One CDATA section, to be taken to the letter.</summary>
    CData,

    /// <summary>The document ended where it should.</summary>
    End,

    /// <summary>The document is not the XML of a push; the reader stays in this state.</summary>
    Malformed,

    /// <summary>Elements are nested deeper than any push; the reader stays in this state.</summary>
    TooDeep,
}
