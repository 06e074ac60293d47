using System.Net.Http.Headers;

namespace WeChatPush.Simulator.Pushing;

/// <summary>One request as it goes over the wire. A copy with a part changed is a bad request to test with.</summary>
public sealed record PushRequest
{
    public required HttpMethod Method { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Query { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Headers beside those of the body.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Null: no Content-Type header at all.</summary>
    public string? ContentType { get; init; }

    /// <summary>The same with another value for a query parameter; null takes it away.</summary>
    public PushRequest With(string key, string? value) => this with
    {
        Query = [.. from pair in Query
                    where pair.Key != key || value is not null
                    select pair.Key == key ? new(key, value!) : pair],
    };

    /// <summary>The same with a query parameter more.</summary>
    public PushRequest And(string key, string value) => this with { Query = [.. Query, new(key, value)] };

    public string? this[string key] => Query.FirstOrDefault(pair => pair.Key == key).Value;

    /// <summary>The query of the configured URL is kept, WeChat's parameters are appended.</summary>
    public Uri AddressAt(Uri pushUrl)
    {
        var query = string.Join('&', Query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        var own = pushUrl.Query.TrimStart('?');
        var both = own.Length > 0 && query.Length > 0 ? $"{own}&{query}" : own + query;
        return new UriBuilder(pushUrl) { Query = both }.Uri;
    }

    internal HttpRequestMessage ToMessage(Uri pushUrl)
    {
        var message = new HttpRequestMessage(Method, AddressAt(pushUrl));
        message.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/4.0");
        foreach (var (name, value) in Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (Method == HttpMethod.Post)
        {
            message.Content = new ReadOnlyMemoryContent(Body);
            if (ContentType is not null)
                message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }

        return message;
    }
}
