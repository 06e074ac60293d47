using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>
/// Goes through a parsed body along the metadata of its type, notes everything that is wrong, and writes what is right.
/// What is missing or wrong and has to be there is stood in for, so that what was written can always be read as the type.
/// The serializer alone would stop at the first error.
/// </summary>
internal sealed class BodyWalk(BodyErrors errors, Utf8JsonWriter right)
{
    /// <summary>Goes through a value that has to be there.</summary>
    public void WriteRequired(JsonElement value, JsonTypeInfo type, string path)
    {
        if (!TryWrite(value, type, path))
            WritePlaceholder(type);
    }

    /// <summary>Goes through a value. False: it is not of the type at all, and nothing was written.</summary>
    private bool TryWrite(JsonElement value, JsonTypeInfo type, string path)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind is JsonValueKind.Object:
                WriteObject(value, type, path);
                return true;
            case JsonTypeInfoKind.Object:
                return Wrong(path, BodyMembers.Expected(type));
            case JsonTypeInfoKind.Enumerable when value.ValueKind is JsonValueKind.Array:
                WriteList(value, ElementOf(type), path);
                return true;
            case JsonTypeInfoKind.Enumerable:
                return Wrong(path, "must be a list");
            case JsonTypeInfoKind.Dictionary when value.ValueKind is JsonValueKind.Object:
                WriteMap(value, ElementOf(type), path);
                return true;
            case JsonTypeInfoKind.Dictionary:
                return Wrong(path, "must be an object of names and their values");
            default:
                return TryWriteValue(value, type, path);
        }
    }

    private void WriteObject(JsonElement value, JsonTypeInfo type, string path)
    {
        right.WriteStartObject();
        var given = new HashSet<string>(StringComparer.Ordinal);
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, member) in MembersOf(value, path))
        {
            if (BodyMembers.Find(type, name) is not { } property)
            {
                Wrong(BodyPath.Unknown(path, name), BodyMembers.Unknown(type, name));
            }
            else if (IsFirst(given, name, path) && member.ValueKind is not JsonValueKind.Null)
            {
                WriteMember(member, property, BodyPath.Member(path, name));
                written.Add(name);
            }
        }

        // A member that is null counts as left out.
        foreach (var property in type.Properties.Where(property => property.IsRequired && !written.Contains(property.Name)))
        {
            Wrong(BodyPath.Member(path, property.Name), "is required");
            right.WritePropertyName(property.Name);
            WritePlaceholder(TypeOf(property));
        }

        right.WriteEndObject();
    }

    private void WriteMember(JsonElement value, JsonPropertyInfo property, string path)
    {
        right.WritePropertyName(property.Name);
        if (TryWrite(value, TypeOf(property), path))
            return;
        if (property.IsRequired)
            WritePlaceholder(TypeOf(property));
        else
            right.WriteNullValue();
    }

    private void WriteList(JsonElement value, JsonTypeInfo element, string path)
    {
        right.WriteStartArray();
        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            // Every item keeps its place: what the rules say of it names its number.
            WriteRequired(item, element, BodyPath.Item(path, i));
            if (errors.IsFull)
                break;
        }

        right.WriteEndArray();
    }

    private void WriteMap(JsonElement value, JsonTypeInfo element, string path)
    {
        right.WriteStartObject();
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, member) in MembersOf(value, path))
        {
            if (!IsFirst(given, name, path))
                continue;
            right.WritePropertyName(name);
            WriteRequired(member, element, BodyPath.Member(path, name));
        }

        right.WriteEndObject();
    }

    private bool TryWriteValue(JsonElement value, JsonTypeInfo type, string path)
    {
        if (!BodyValues.IsUnicode(value))
            return Wrong(path, "holds text that is not valid Unicode");
        var known = BodyValues.Get(type);
        if (!known.IsReadable(value))
            return Wrong(path, known.Complaint);
        value.WriteTo(right);
        return true;
    }

    private void WritePlaceholder(JsonTypeInfo type)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                right.WriteStartObject();
                foreach (var property in type.Properties.Where(property => property.IsRequired))
                {
                    right.WritePropertyName(property.Name);
                    WritePlaceholder(TypeOf(property));
                }

                right.WriteEndObject();
                break;
            case JsonTypeInfoKind.Enumerable:
                right.WriteRawValue("[]");
                break;
            case JsonTypeInfoKind.Dictionary:
                right.WriteRawValue("{}");
                break;
            default:
                right.WriteRawValue(BodyValues.Get(type).Placeholder);
                break;
        }
    }

    private IEnumerable<(string Name, JsonElement Value)> MembersOf(JsonElement value, string path)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (errors.IsFull)
                yield break;
            if (BodyValues.NameOf(member) is { } name)
                yield return (name, member.Value);
            else
                Wrong(path, "has a member whose name is not valid Unicode");
        }
    }

    private bool IsFirst(HashSet<string> given, string name, string path) =>
        given.Add(name) || Wrong(BodyPath.Member(path, name), "is given more than once");

    private bool Wrong(string path, string complaint)
    {
        errors.Add(BodyPath.Field(path), complaint);
        return false;
    }

    private static JsonTypeInfo TypeOf(JsonPropertyInfo property) => property.Options.GetTypeInfo(property.PropertyType);

    private static JsonTypeInfo ElementOf(JsonTypeInfo type) => type.Options.GetTypeInfo(type.ElementType!);
}
