namespace WeChatPush.EndToEndTests.Harness;

/// <summary>A test that needs the published server of the version before this one.</summary>
internal sealed class PreviousServerFactAttribute : FactAttribute
{
    private const string Variable = "WECHATPUSH_PREVIOUS_SERVER";

    public PreviousServerFactAttribute()
    {
        if (!File.Exists(Path))
            Skip = $"Publish src/WeChatPush.Server of the version before, with -p:IncludeSimulator=false, and set {Variable} to the path of its WeChatPush.Server.dll.";
    }

    /// <summary>Where its program is.</summary>
    public static string Path => Environment.GetEnvironmentVariable(Variable) ?? "";
}
