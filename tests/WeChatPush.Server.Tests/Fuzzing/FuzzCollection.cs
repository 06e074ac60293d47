namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>Tests that look at the memory of the whole process, and so run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzCollection
{
    public const string Name = "Fuzzing";
}
