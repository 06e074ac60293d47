using System.Text.Json;
using Microsoft.OpenApi;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>A value of a body that has no members: how it is recognised, and what is said of one that is something else.</summary>
internal interface IBodyValue
{
    /// <summary>What the value must be.</summary>
    string Complaint { get; }

    /// <summary>The JSON that stands in for a value that is missing, so that the rest of the body can be looked at.</summary>
    string Placeholder { get; }

    /// <summary>Whether a value can be read.</summary>
    bool IsReadable(JsonElement value);

    /// <summary>Says in the document of the API what the value looks like.</summary>
    void Describe(OpenApiSchema schema);
}
