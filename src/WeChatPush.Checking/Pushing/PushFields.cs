using System.Collections;

namespace WeChatPush.Simulator.Pushing;

/// <summary>Fields in the order in which they are written. Values: text, numbers, fields, arrays of fields.</summary>
internal sealed class PushFields : IEnumerable<KeyValuePair<string, object>>
{
    private readonly List<KeyValuePair<string, object>> _fields = [];

    public void Add(string name, object? value)
    {
        if (value is not null)
            _fields.Add(new(name, value));
    }

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
