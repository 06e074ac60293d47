namespace WeChatPush.Server.Api.Campaigns;

/// <summary>What was uploaded cannot be read; where, and why.</summary>
internal sealed class BadUploadException(string where, string complaint) : Exception($"{where}: {complaint}")
{
    /// <summary>The field or line.</summary>
    public string Where => where;

    /// <summary>What is wrong there.</summary>
    public string Complaint => complaint;
}
