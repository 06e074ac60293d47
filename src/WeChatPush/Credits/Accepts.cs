namespace WeChatPush.Credits;

/// <summary>What an accept of a template is worth.</summary>
internal static class Accepts
{
    public static PermitChange Of(CreditsOptions settings, string templateId) => new(
        templateId,
        settings.LongTermTemplates.Contains(templateId) ? PermitNews.AcceptedLongTerm : PermitNews.Accepted);
}
