namespace WeChatPush.Records;

/// <summary>The sealing key that is made where none is configured and one instance has the data to itself.</summary>
internal interface ISealingKeyFile
{
    /// <summary>Where it lies, for messages.</summary>
    string Path { get; }

    /// <summary>The key, as <see cref="SealingKey.TryRead"/> takes it; <see langword="null"/>: there is no file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    string? Read();

    /// <summary>Makes one; it is on disk when this returns.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    string Create();
}
