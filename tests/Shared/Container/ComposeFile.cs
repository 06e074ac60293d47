using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace WeChatPush.TestSupport.Container;

/// <summary>
/// <c>docker-compose.yml</c>, read as an owner runs it: with the variables of an <c>.env</c> file, which is empty at first.
/// </summary>
internal sealed partial class ComposeFile
{
    private readonly Dictionary<object, object> _root;

    /// <param name="variables">What stands in <c>.env</c>.</param>
    public ComposeFile(params IEnumerable<(string Name, string Value)> variables)
    {
        var values = variables.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));
        var filled = Variable().Replace(text, match => Fill(match, values));
        _root = new DeserializerBuilder().Build()
            .Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(new StringReader(filled))));
    }

    public IReadOnlyList<string> Services => Names(Map(_root["services"]));

    public IReadOnlyList<string> Volumes => Names(Map(_root["volumes"]));

    /// <summary>Whether there is something at a path below a service.</summary>
    public bool Has(string service, string key) => Map(Map(_root["services"])[service]).ContainsKey(key);

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

    private static string Fill(Match variable, Dictionary<string, string> values)
    {
        var isSet = values.TryGetValue(variable.Groups["name"].Value, out var value) && value.Length > 0;
        return isSet ? value! : variable.Groups["default"].Value;
    }

    private static Dictionary<object, object> Map(object value) => (Dictionary<object, object>)value;

    private static List<string> Names(Dictionary<object, object> map) => [.. map.Keys.Cast<string>()];

    [GeneratedRegex(@"\$\{(?<name>\w+):-(?<default>[^}]*)\}")]
    private static partial Regex Variable();
}
