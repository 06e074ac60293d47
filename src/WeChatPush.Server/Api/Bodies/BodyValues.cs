using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>Finds out how the values of a type are recognised.</summary>
internal static class BodyValues
{
    /// <summary>How the values of a type are recognised, or those of the type that may be null.</summary>
    /// <exception cref="InvalidOperationException">A request has a member of a type that is not known here.</exception>
    public static IBodyValue Get(JsonTypeInfo type) =>
        Find(type) ?? throw new InvalidOperationException($"A body cannot hold a {type.Type}: give it a converter.");

    /// <summary>The same; <see langword="null"/>: the type is not known here.</summary>
    public static IBodyValue? Find(JsonTypeInfo type)
    {
        if (Nullable.GetUnderlyingType(type.Type) is { } underlying)
            type = type.Options.GetTypeInfo(underlying);
        return type.Converter as IBodyValue ?? PlainValue.Find(type.Type);
    }

    /// <summary>Whether the text of a value, where it is one, can be read as Unicode.</summary>
    public static bool IsUnicode(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String)
            return true;
        try
        {
            value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The name of a member; <see langword="null"/>: it cannot be read as Unicode.</summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
