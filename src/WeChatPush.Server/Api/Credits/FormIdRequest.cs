using WeChatPush.Credits;

namespace WeChatPush.Server.Api.Credits;

/// <summary>The formId of a form that a user submitted.</summary>
internal sealed record FormIdRequest
{
    /// <summary>The formId, as the form's submit event has it; at most 128 characters.</summary>
    public required string FormId { get; init; }

    /// <summary>When it expires; seven days from now if left out.</summary>
    public ExpiryTime? ExpireAt { get; init; }

    /// <summary>The same in the engine's words.</summary>
    public ReportedFormId ToReport() => new(FormId, ExpireAt?.At);
}
