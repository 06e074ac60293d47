namespace WeChatPush.Protocol;

/// <summary>How reading a body went. Everything but <see cref="Ok"/> is the sender's fault.</summary>
public enum ReadOutcome
{
    /// <summary>The whole body was read.</summary>
    Ok,

    /// <summary>There is nothing but white space.</summary>
    Empty,

    /// <summary>The body starts with neither <c>&lt;</c> nor <c>{</c>.</summary>
    NotXmlOrJson,

    /// <summary>It breaks the rules of its format, is cut off, is no UTF-8, or continues after its end.</summary>
    Malformed,

    /// <summary>Its parts are nested deeper than 64 levels.</summary>
    TooDeep,

    /// <summary>It is well formed but empty: <c>{}</c> or <c>&lt;xml/&gt;</c>.</summary>
    NoContent,
}
