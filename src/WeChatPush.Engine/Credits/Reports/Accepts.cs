namespace WeChatPush.Credits;

/// <summary>What an accept of a template is worth.</summary>
internal static class Accepts
{
    public static PermitChange GetSource(CreditsOptions settings, string templateId, bool isListed) => new(
        templateId,
        settings.LongTermTemplates.Contains(templateId) ? PermitEvent.AcceptedLongTerm : PermitEvent.Accepted,
        isListed);
}
