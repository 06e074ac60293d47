using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.EndToEndTests.Formats;

/// <summary>
/// The pushes of the stored data. Their ids and times are fixed, so that years later each can be pushed once more.
/// What waits is never a text of a user: by the time it is read its customer-service window may be over.
/// </summary>
internal sealed class FormatPushes(SimulatedApp app)
{
    public const string Talker = "oTalker";
    public const string Leaver = "oLeaver";
    public const string Buyer = "oBuyer";
    public const string Gone = "oGone";
    public const string Patient = "oPatient";

    private const long CreateTime = 1_790_000_000;
    private const long FirstMsgId = 7_000_000_000_000_000_000;

    /// <summary>Answered with itself.</summary>
    public PushPayload Answered => User(Talker, 1).Text("hello");

    /// <summary>No handler is interested; the ledger is.</summary>
    public PushPayload Unhandled => User(Leaver, 2).SubscribeChange(FormatCredits.Single);

    /// <summary>Answered inside the request with the backend's word.</summary>
    public PushPayload Replied =>
        User(Buyer, 3).Event("xpay_goods_deliver_notify", ("OpenId", Buyer), ("OutTradeNo", "order"));

    /// <summary>The backend wants no more of it.</summary>
    public PushPayload DeadLetter => Picture(Gone, 4, "buried");

    /// <summary>The backend fails on it.</summary>
    public PushPayload Retried => Picture(Patient, 5, "retried");

    /// <summary>Waits behind <see cref="Retried"/>.</summary>
    public PushPayload Behind => Picture(Patient, 6, "behind");

    /// <summary>Acknowledged by a server that handles nothing.</summary>
    public IReadOnlyList<PushPayload> Queued => Waiting("queued", 10);

    /// <summary>Acknowledged while Redis was away.</summary>
    public IReadOnlyList<PushPayload> Spooled => Waiting("spooled", 20);

    /// <summary>Those that were handled before the server stopped.</summary>
    public IReadOnlyList<PushPayload> Done => [Answered, Unhandled, Replied];

    /// <summary>All that a store holds in the end.</summary>
    public IReadOnlyList<PushPayload> All(bool withSpool) =>
        [.. Done, DeadLetter, Retried, Behind, .. Queued, .. withSpool ? Spooled : []];

    /// <summary>The answers that the users of <see cref="Waiting"/> get.</summary>
    public static IEnumerable<string> AnswersTo(string word) => [$"accepted {word}-json", $"accepted {word}-xml"];

    /// <summary>The pictures of <see cref="Waiting"/>, in the order of their user.</summary>
    public static IEnumerable<string> PicturesOf(string word) => [$"{word}-first", $"{word}-second"];

    private PushPayload[] Waiting(string word, int number) =>
    [
        User($"o-{word}-json", number).SubscribePopup(($"{word}-json", "accept")),
        User($"o-{word}-xml", number + 1, PushFormat.Xml).SubscribePopup(($"{word}-xml", "accept")),
        Picture($"o-{word}", number + 2, $"{word}-first"),
        Picture($"o-{word}", number + 3, $"{word}-second", PushFormat.Xml),
    ];

    private PushPayload Picture(string openId, int number, string mediaId, PushFormat format = PushFormat.Json) =>
        User(openId, number, format).Image("http://pictures.test/1.png", mediaId);

    private PushBuilder User(string openId, int number, PushFormat format = PushFormat.Json) =>
        new(app, openId) { Format = format, MsgId = FirstMsgId + number, CreateTime = CreateTime + number };
}
