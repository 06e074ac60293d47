using System.Text.Json.Serialization.Metadata;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>What is said of the members of an object that a type describes.</summary>
internal static class BodyMembers
{
    // A longer word is no misspelling of any member.
    private const int MaxGuess = 64;

    /// <summary>The member of exactly this name.</summary>
    public static JsonPropertyInfo? Find(JsonTypeInfo type, string name)
    {
        foreach (var property in type.Properties)
        {
            if (IsMember(property) && property.Name.Equals(name, StringComparison.Ordinal))
                return property;
        }

        return null;
    }

    /// <summary>What is said of a member that the type does not have.</summary>
    public static string Unknown(JsonTypeInfo type, string name)
    {
        var known = type.Properties.Where(IsMember).Select(property => property.Name).ToArray();
        return name.Length <= MaxGuess && NearestName.Find(name, known) is { } nearest
            ? $"unknown; did you mean '{nearest}'?"
            : $"unknown; the members are {string.Join(", ", known)}";
    }

    // The metadata has properties that JSON does not: those that are ignored.
    private static bool IsMember(JsonPropertyInfo property) => property.Get is not null;

    /// <summary>What the object must be.</summary>
    public static string Expected(JsonTypeInfo type)
    {
        string[] required = [.. type.Properties.Where(property => property.IsRequired).Select(property => property.Name)];
        var names = required.Length > 0 ? required : [.. type.Properties.Where(IsMember).Select(property => property.Name)];
        return $"must be an object with {string.Join(", ", names)}";
    }
}
