namespace WeChatPush.Server.Api.Campaigns;

/// <summary>What was uploaded cannot be read; where, and why.</summary>
internal sealed class BadUploadException : Exception
{
    /// <summary>One thing is wrong, at a field or line.</summary>
    public BadUploadException(string where, string complaint)
        : this(new Dictionary<string, string[]> { [where] = [complaint] })
    {
    }

    /// <summary>Several things are wrong, by field.</summary>
    public BadUploadException(IReadOnlyDictionary<string, string[]> errors)
        : base(string.Join(' ', errors.Select(error => $"{error.Key}: {error.Value[0]}"))) => Errors = errors;

    /// <summary>What is wrong, by field or line.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; }
}
