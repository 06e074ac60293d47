using System.Collections.Concurrent;
using System.Net;
using System.Reflection;

namespace WeChatPush;

/// <summary>What an options type consists of.</summary>
internal static class OptionsMembers
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, PropertyInfo>> Known = new();

    /// <summary>The settable properties of a type by name, ignoring case as configuration keys do.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Get(Type type) =>
        Known.GetOrAdd(type, static type => type
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Is a value of this type written as one text?</summary>
    public static bool IsScalar(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsPrimitive || bare.IsEnum || bare == typeof(string) || bare == typeof(TimeSpan) || bare == typeof(IPNetwork);
    }

    /// <summary>The type of a list's entries, or <see langword="null"/> if it is no list.</summary>
    public static Type? ListItem(Type type) => Argument(type, typeof(IList<>), 0);

    /// <summary>The type of a dictionary's values, or <see langword="null"/> if it is no dictionary.</summary>
    public static Type? DictionaryItem(Type type) => Argument(type, typeof(IDictionary<,>), 1);

    private static Type? Argument(Type type, Type definition, int index) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[index] : null;
}
