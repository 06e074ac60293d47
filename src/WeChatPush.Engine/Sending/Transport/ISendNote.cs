namespace WeChatPush.Sending;

/// <summary>
/// The note that a send is about to be written. It is made as the last thing before the first byte: token, window, turn
/// and connection come before it. What is noted and never ended counts as uncertain, so a send is noted only while it is
/// being made, and not while it waits for its next try.
/// </summary>
internal interface ISendNote
{
    /// <summary>
    /// How many sends may be noted and not yet written at once, over all of them; <see langword="null"/>: any number. A busy
    /// processor runs what waits for its note one after the other, and all the others would be noted and not written meanwhile.
    /// </summary>
    SemaphoreSlim? Limiter => null;

    /// <summary>Notes it, durable when it returns. False: the request must not be written.</summary>
    ValueTask<bool> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Takes the note back after a try that certainly sent nothing; another may follow.</summary>
    /// <param name="result">How the try ended.</param>
    ValueTask WithdrawAsync(ApiResult result);
}
