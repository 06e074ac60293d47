using System.Text.RegularExpressions;
using WeChatPush.Tests.Architecture;
using YamlDotNet.Serialization;

namespace WeChatPush.Tests.Container;

/// <summary><c>docker-compose.yml</c>, read as an owner runs it: without an environment of his own.</summary>
internal sealed partial class ComposeFile
{
    private readonly Dictionary<object, object> _root;

    public ComposeFile()
    {
        var text = File.ReadAllText(Path.Combine(SourceFile.Root, "docker-compose.yml"));
        _root = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(
            Variable().Replace(text, variable => variable.Groups["default"].Value));
    }

    public IReadOnlyList<string> Services => Names(Map(_root["services"]));

    public IReadOnlyList<string> Volumes => Names(Map(_root["volumes"]));

    /// <summary>The value at a path below a service.</summary>
    public object At(string service, params ReadOnlySpan<string> path)
    {
        var value = Map(_root["services"])[service];
        foreach (var step in path)
            value = Map(value)[step];
        return value;
    }

    public string Text(string service, params ReadOnlySpan<string> path) => (string)At(service, path);

    public IReadOnlyList<string> List(string service, params ReadOnlySpan<string> path) =>
        [.. ((List<object>)At(service, path)).Cast<string>()];

    public IReadOnlyDictionary<string, string> Environment(string service) =>
        Map(At(service, "environment")).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value);

    private static Dictionary<object, object> Map(object value) => (Dictionary<object, object>)value;

    private static List<string> Names(Dictionary<object, object> map) => [.. map.Keys.Cast<string>()];

    [GeneratedRegex(@"\$\{\w+:-(?<default>[^}]*)\}")]
    private static partial Regex Variable();
}
