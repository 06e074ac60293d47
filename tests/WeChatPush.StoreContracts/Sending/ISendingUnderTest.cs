namespace WeChatPush.StoreContracts.Sending;

/// <summary>All that the sending stage stores, under test; disposing it takes its data away.</summary>
public interface ISendingUnderTest : IAsyncDisposable
{
    /// <summary>Tokens and windows, an <c>ISendingStore</c>.</summary>
    object Store { get; }

    /// <summary>The keys of sends, an <c>ISendKeyStore</c>.</summary>
    object Keys { get; }

    /// <summary>The turns of users, an <c>ISendTurns</c>.</summary>
    object Turns { get; }

    /// <summary>Opens it.</summary>
    Task OpenAsync(TimeProvider time);

    /// <summary>Forgets what is over, where that does not go by itself.</summary>
    Task SweepAsync();
}
