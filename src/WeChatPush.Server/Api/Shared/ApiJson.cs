using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Feed;
using WeChatPush.Handling;
using WeChatPush.Inbox;
using WeChatPush.Operations;
using WeChatPush.Protocol;
using WeChatPush.Receiving;
using WeChatPush.Sending;
using WeChatPush.Server.Admin;
using WeChatPush.Server.Api.Alerts;
using WeChatPush.Server.Api.Apps;
using WeChatPush.Server.Api.Audit;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Bookmarks;
using WeChatPush.Server.Api.Campaigns;
using WeChatPush.Server.Api.Checks;
using WeChatPush.Server.Api.Conversations;
using WeChatPush.Server.Api.Credits;
using WeChatPush.Server.Api.Forwards;
using WeChatPush.Server.Api.Inbound;
using WeChatPush.Server.Api.Instances;
using WeChatPush.Server.Api.Keys;
using WeChatPush.Server.Api.Operations;
using WeChatPush.Server.Api.Outbound;
using WeChatPush.Server.Api.Receiving;
using WeChatPush.Server.Api.Rules;
using WeChatPush.Server.MiniProgram;
using WeChatPush.Stats;
using WeChatPush.Storage;

namespace WeChatPush.Server.Api.Shared;

/// <summary>Everything the API answers with; <see cref="RequestJson"/> is what it reads.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AppViewPage))]
[JsonSerializable(typeof(AppDetailView))]
[JsonSerializable(typeof(RemovedAppView))]
[JsonSerializable(typeof(RulesView))]
[JsonSerializable(typeof(RuleVersionsView))]
[JsonSerializable(typeof(PushPage))]
[JsonSerializable(typeof(PushCount))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(CurlView))]
[JsonSerializable(typeof(BookmarkView))]
[JsonSerializable(typeof(BookmarkViewPage))]
[JsonSerializable(typeof(WindowView))]
[JsonSerializable(typeof(ConversationViewPage))]
[JsonSerializable(typeof(ConversationEntryViewPage))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(DeadLetterGroupList))]
[JsonSerializable(typeof(DeadLetterCountView))]
[JsonSerializable(typeof(InstanceList))]
[JsonSerializable(typeof(OperationView))]
[JsonSerializable(typeof(OperationViewPage))]
[JsonSerializable(typeof(SendAnswer))]
[JsonSerializable(typeof(CustomerMessageBody))]
[JsonSerializable(typeof(AccessTokenView))]
[JsonSerializable(typeof(MediaView))]
[JsonSerializable(typeof(SubscribeTemplateList))]
[JsonSerializable(typeof(CreditCount))]
[JsonSerializable(typeof(CreditBalance))]
[JsonSerializable(typeof(CreditTotals))]
[JsonSerializable(typeof(CampaignView))]
[JsonSerializable(typeof(CampaignPreview))]
[JsonSerializable(typeof(CampaignViewPage))]
[JsonSerializable(typeof(RecipientViewPage))]
[JsonSerializable(typeof(UserErasure))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeyViewPage))]
[JsonSerializable(typeof(AlertsView))]
[JsonSerializable(typeof(AlertTestView))]
[JsonSerializable(typeof(AuditView))]
[JsonSerializable(typeof(AuditViewPage))]
[JsonSerializable(typeof(SessionToken))]
[JsonSerializable(typeof(FeedEvent))]
[JsonSerializable(typeof(StatSeries))]
[JsonSerializable(typeof(CheckLine))]
[JsonSerializable(typeof(RuleTestView))]
[JsonSerializable(typeof(ForwardDestinations))]
[JsonSerializable(typeof(ForwardTest))]
[JsonSerializable(typeof(HandshakeList))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Puts the types into the options of the host: enumerations are words, times UTC, and text is text.</summary>
    public static void AddTo(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.TypeInfoResolverChain.Insert(1, RequestJson.Default);
        // As requests are read: the document of the API is made from these options.
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = WeChatJson.Encoder;
        options.Converters.Add(new UtcTimeConverter());
        options.Converters.Add(Words<AppOrigin>());
        options.Converters.Add(Words<PushState>());
        options.Converters.Add(Words<ForwardDestinationState>());
        options.Converters.Add(Words<MessageDirection>());
        options.Converters.Add(Words<ApiOutcome>());
        options.Converters.Add(Words<TokenState>());
        options.Converters.Add(Words<SendStopReason>());
        options.Converters.Add(Words<TemplateType>());
        options.Converters.Add(Words<CreditKind>());
        options.Converters.Add(Words<CampaignState>());
        options.Converters.Add(Words<CampaignAudience>());
        options.Converters.Add(Words<QuietHoursAction>());
        options.Converters.Add(Words<MiniProgramState>());
        options.Converters.Add(Words<MessageLanguage>());
        options.Converters.Add(Words<PauseReason>());
        options.Converters.Add(Words<RecipientOutcome>());
        options.Converters.Add(Words<RecipientReason>());
        options.Converters.Add(Words<TimelineReason>());
        options.Converters.Add(Words<OperationKind>());
        options.Converters.Add(Words<OperationState>());
        options.Converters.Add(Words<LogRewrite>());
        options.Converters.Add(Words<AdminRole>());
        options.Converters.Add(Words<KeySource>());
        options.Converters.Add(Words<RuleTestAction>());
        options.Converters.Add(Words<RuleTestHandler>());
        options.Converters.Add(Words<RuleMismatch>());
        options.Converters.Add(Words<HandshakeOutcome>());
        options.Converters.Add(Words<FeedKind>());
        options.Converters.Add(Words<AlertKind>());
    }

    private static JsonStringEnumConverter<T> Words<T>()
        where T : struct, Enum => new(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
}
