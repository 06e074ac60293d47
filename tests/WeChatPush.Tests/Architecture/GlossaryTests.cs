using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WeChatPush.TestSupport.Container;

namespace WeChatPush.Tests.Architecture;

/// <summary>Everything is called by the field's word for it.</summary>
public sealed partial class GlossaryTests
{
    [Fact]
    public void Names_InTheCode_AreWordsOfTheField() => (
        from path in Files("*.cs")
        from declared in Declared(File.ReadAllText(path)).Distinct()
        where Glossary.Find(declared) is not null
        select Complain(path, declared)).Distinct().Order(StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Names_InTheScripts_AreWordsOfTheField() => (
        from path in Files("*.lua")
        from declared in ScriptNames().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)
            .Append(Path.GetFileNameWithoutExtension(path))
        where Glossary.Find(declared) is not null
        select Complain(path, declared)).Distinct().Order(StringComparer.Ordinal).ShouldBeEmpty();

    [Theory]
    [InlineData("Insisting")]
    [InlineData("LeastPatience")]
    [InlineData("_doorbell")]
    [InlineData("DeveloperServerEntrance")]
    [InlineData("Of")]
    [InlineData("drawer_of")]
    public void Name_ThatIsAPrivateMetaphor_IsFound(string name) => Glossary.Find(name).ShouldNotBeNull();

    [Theory]
    [InlineData("StoreRetry")]
    [InlineData("Timeout")]
    [InlineData("WorkSignal")]
    [InlineData("OfMessage")]
    [InlineData("shard_of")]
    public void Name_ThatIsAWordOfTheField_IsFine(string name) => Glossary.Find(name).ShouldBeNull();

    private static IEnumerable<string> Files(string pattern) =>
        from root in new[] { "src", "tests" }
        from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, root), pattern, SearchOption.AllDirectories)
        let parts = Path.GetRelativePath(Repository.Root, path).Split(Path.DirectorySeparatorChar)
        where !parts.Contains("obj") && !parts.Contains("bin") && parts[^1] is not "Glossary.cs"
        select path;

    private static IEnumerable<string> Declared(string text) =>
        CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().Select(node => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            MethodDeclarationSyntax method => method.Identifier.Text,
            LocalFunctionStatementSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            EnumMemberDeclarationSyntax member => member.Identifier.Text,
            ParameterSyntax parameter => parameter.Identifier.Text,
            VariableDeclaratorSyntax variable => variable.Identifier.Text,
            _ => null,
        }).OfType<string>();

    private static string Complain(string path, string name) =>
        $"{Path.GetRelativePath(Repository.Root, path)}: {name} → {Glossary.Find(name)}";

    [GeneratedRegex(@"local (?:function )?([A-Za-z_]+)")]
    private static partial Regex ScriptNames();
}
