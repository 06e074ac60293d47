namespace WeChatPush.Coordination;

/// <summary>Something that goes to the store together with others.</summary>
internal interface IBatchItem
{
    /// <summary>How many of what a batch is limited to it is.</summary>
    int Count { get; }

    /// <summary>Its bytes, where a batch is limited in bytes.</summary>
    int Size { get; }

    /// <summary>Takes part in a batch. False: its caller has given up, and nothing is sent.</summary>
    bool TrySend();

    /// <summary>Ends it: it was not done, or nothing is known of it.</summary>
    void Fail(Exception error);
}
