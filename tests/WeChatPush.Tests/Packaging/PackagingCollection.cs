namespace WeChatPush.Tests.Packaging;

/// <summary>The tests that share one run of <c>dotnet pack</c>.</summary>
[CollectionDefinition(Name)]
public sealed class PackagingCollection : ICollectionFixture<PackedLibraries>
{
    internal const string Name = "Packaging";
}
