namespace WeChatPush.Protocol;

/// <summary>
/// What the errcodes of WeChat's server API mean for a sender (返回码说明, and the table at the end of each API's page).
/// WeChat reports failures inside HTTP 200, so this table, not the status, decides about repetition.
/// </summary>
public static class WeChatErrors
{
    /// <summary>The class of an errcode.</summary>
    /// <param name="errcode">The field <c>errcode</c>; 0 is success.</param>
    /// <returns>
    /// The class; <see cref="ErrorClass.Request"/> for an unknown code, as repeating what is not understood only
    /// costs quota. Never <see cref="ErrorClass.Uncertain"/>: an answer with a code is a certain one.
    /// </returns>
    public static ErrorClass Classify(int errcode) =>
        WeChatErrorTable.Known.TryGetValue(errcode, out var error) ? error.Class : ErrorClass.Request;

    /// <summary>
    /// The meaning of an errcode in English and, where an operator can mend it, what to do; null for an unknown code.
    /// </summary>
    /// <param name="errcode">The field <c>errcode</c>.</param>
    public static string? Describe(int errcode) =>
        WeChatErrorTable.Known.TryGetValue(errcode, out var error) ? error.Meaning : null;
}
