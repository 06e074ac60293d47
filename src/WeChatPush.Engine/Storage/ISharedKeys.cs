namespace WeChatPush.Storage;

/// <summary>Secret keys that only the instances share. They lie where the data lies.</summary>
public interface ISharedKeys
{
    /// <summary>The bytes of a key.</summary>
    const int Size = 32;

    /// <summary>The key of this name: <see cref="Size"/> random bytes, made when it is first asked for.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken);
}
