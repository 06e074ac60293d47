using System.Text.Json.Serialization;
using WeChatPush.Apps;
using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Server.Api.Alerts;
using WeChatPush.Server.Api.Apps;
using WeChatPush.Server.Api.Bookmarks;
using WeChatPush.Server.Api.Campaigns;
using WeChatPush.Server.Api.Credits;
using WeChatPush.Server.Api.Forwards;
using WeChatPush.Server.Api.Inbound;
using WeChatPush.Server.Api.Keys;
using WeChatPush.Server.Api.Outbound;
using WeChatPush.Server.Api.Rules;
using WeChatPush.Server.MiniProgram;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>The requests of the API: every route that takes a JSON body names its type here.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters =
    [
        typeof(TimeConverter),
        typeof(WordConverter<CreditKind>),
        typeof(WordConverter<CampaignAudience>),
        typeof(WordConverter<QuietHoursAction>),
        typeof(WordConverter<MiniProgramState>),
        typeof(WordConverter<MessageLanguage>),
        typeof(WordConverter<RotatedSecret>),
        typeof(NameConverter<PushMode>),
        typeof(NameConverter<PushHosting>),
        typeof(NameConverter<CreditSource>),
        typeof(DurationConverter),
        typeof(WordConverter<AdminRole>),
        typeof(WordConverter<AlertKind>),
        typeof(NameConverter<AlertDestinationKind>),
    ])]
[JsonSerializable(typeof(AppOptions))]
[JsonSerializable(typeof(NewAppRequest))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(RulesRequest))]
[JsonSerializable(typeof(ReplayRequestBody))]
[JsonSerializable(typeof(DeadLettersRequest))]
[JsonSerializable(typeof(CreditReportRequest))]
[JsonSerializable(typeof(OwnCreditReportRequest))]
[JsonSerializable(typeof(CreditMessageRequest))]
[JsonSerializable(typeof(CampaignRequest))]
[JsonSerializable(typeof(CampaignRateRequest))]
[JsonSerializable(typeof(RecipientRequest))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(TypingRequest))]
[JsonSerializable(typeof(BookmarkRequest))]
[JsonSerializable(typeof(RuleTestRequest))]
[JsonSerializable(typeof(ForwardMoveRequest))]
[JsonSerializable(typeof(ForwardTestRequest))]
[JsonSerializable(typeof(AlertsRequest))]
[JsonSerializable(typeof(AlertTestRequest))]
internal sealed partial class RequestJson : JsonSerializerContext;
