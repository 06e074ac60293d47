using System.Collections;
using System.Globalization;
using System.Reflection;

namespace WeChatPush.Protocol.Tests.Messages;

/// <summary>All values in a typed push, however deep, as <c>List[0].TemplateId=x</c>.</summary>
internal static class RecordDump
{
    public static IReadOnlyList<string> From(object push) => [.. Values("", push)];

    private static IEnumerable<string> Values(string path, object? value) => value switch
    {
        null => [$"{path}=null"],
        string or bool or Enum => [$"{path}={value}"],
        IFormattable number => [$"{path}={number.ToString(null, CultureInfo.InvariantCulture)}"],
        IEnumerable items => items.Cast<object>().SelectMany((item, index) => Values($"{path}[{index}]", item)),
        _ => value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(property => Values($"{path}.{property.Name}", property.GetValue(value))),
    };
}
