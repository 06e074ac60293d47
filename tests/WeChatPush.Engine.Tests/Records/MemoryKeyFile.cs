using WeChatPush.Records;
using WeChatPush.Storage;

namespace WeChatPush.Engine.Tests.Records;

/// <summary>A key file without a file.</summary>
internal sealed class MemoryKeyFile : ISealingKeyFile
{
    public string? Key { get; set; }

    public string Path => "/data/secret-key";

    public string? Read() => Key;

    public string Create() => Key = SealingKey.Generate();
}
