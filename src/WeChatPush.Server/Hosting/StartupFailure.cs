using System.Data.Common;
using System.Text;
using Microsoft.Extensions.Options;
using WeChatPush.Records;
using WeChatPush.Storage;

namespace WeChatPush.Server.Hosting;

/// <summary>
/// Reports in plain words why the server does not start. Only what an operator can correct; a bug keeps its stack.
/// </summary>
internal static class StartupFailure
{
    /// <summary>The environment variable with what a deployment adds to errors of the configuration.</summary>
    public const string HintVariable = "WECHATPUSH_CONFIGURATION_HINT";

    /// <summary>Prints the reason; false if the exception is a bug.</summary>
    public static bool Report(Exception failure, TextWriter output)
    {
        if (Describe(failure) is not { } text)
            return false;
        output.WriteLine(text);
        return true;
    }

    /// <summary>Whether <see cref="Report"/> has words for it.</summary>
    public static bool IsExplained(Exception failure) => Describe(failure) is not null;

    private static string? Describe(Exception failure) => failure switch
    {
        OptionsValidationException { Failures: var errors } => Configuration(errors.ToList()),
        SecretKeyException => $"WeChatPush cannot start: {failure.Message}",
        StoreFormatException => Reasons("WeChatPush cannot start: its data is a newer version's.", failure),
        DbException or StoreUnavailableException => Reasons(
            "WeChatPush cannot start: the store in WeChatPush:DataDirectory cannot be opened.", failure),
        InvalidDataException or FormatException or IOException or UnauthorizedAccessException => Reasons(
            "WeChatPush cannot start.", failure),
        _ => null,
    };

    private static string Configuration(List<string> errors)
    {
        var count = errors.Count == 1 ? "1 error" : $"{errors.Count} errors";
        var text = new StringBuilder($"WeChatPush cannot start: {count} in the configuration.");
        foreach (var error in errors)
            text.AppendLine().Append("  ").Append(error);
        // Where the settings are made from others, as in docker-compose.yml, their names there help more than those here.
        if (Environment.GetEnvironmentVariable(HintVariable) is { Length: > 0 } hint)
            text.AppendLine().Append(hint);
        return text.ToString();
    }

    private static string Reasons(string headline, Exception failure)
    {
        var text = new StringBuilder(headline);
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
            text.AppendLine().Append("  ").Append(cause.Message);
        return text.ToString();
    }
}
