namespace WeChatPush;

/// <summary>Collects what is wrong under one configuration key.</summary>
internal readonly struct ValidationScope(string key, List<string> errors)
{
    /// <summary>The scope of a key below this one.</summary>
    public ValidationScope At(string name) => new($"{key}:{name}", errors);

    /// <inheritdoc cref="At(string)"/>
    public ValidationScope At(int index) => new($"{key}:{index}", errors);

    /// <summary>The full key of a name below this one, to name it elsewhere.</summary>
    public string KeyOf(string name) => $"{key}:{name}";

    /// <summary>Notes an error at this key.</summary>
    public void Error(string complaint) => errors.Add($"{key}: {complaint}");

    /// <summary>Notes an error at a key below this one, unless something holds.</summary>
    public void Check(bool holds, string name, string complaint)
    {
        if (!holds)
            At(name).Error(complaint);
    }

    /// <summary>A time span must lie between two others.</summary>
    public void Between(TimeSpan value, TimeSpan least, TimeSpan most, string name) =>
        Check(value >= least && value <= most, name, $"is {value}, but must be between {least} and {most}.");

    /// <summary>A number must lie between two others.</summary>
    public void Between(int value, int least, int most, string name) =>
        Check(value >= least && value <= most, name, $"is {value}, but must be between {least} and {most}.");
}
