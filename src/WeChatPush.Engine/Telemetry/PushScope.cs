using System.Collections;

namespace WeChatPush.Telemetry;

/// <summary>The log scope of one push: what every line about it carries. The user only in short.</summary>
internal sealed class PushScope(string app, string id, string? openId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("App", app),
        1 => new("PushId", id),
        2 => new("User", ShortOpenId.Shorten(openId)),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{app} {id} {ShortOpenId.Shorten(openId)}";
}
