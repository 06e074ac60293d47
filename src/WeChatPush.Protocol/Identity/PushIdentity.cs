using System.Globalization;

namespace WeChatPush.Protocol;

/// <summary>
/// Which push this is, so that WeChat's retries are known for what they are, and whose, so that one user's
/// pushes are handled in order.
/// </summary>
/// <param name="Key">The same for every try of one push, and for no other push of any app.</param>
/// <param name="User">
/// The openid whose order matters: the sender, or for an event of the platform's the user it is about; null if it
/// is about none.
/// </param>
/// <param name="IsMessage">Whether a user wrote it. Messages are retried for seconds, events for up to a day.</param>
public readonly record struct PushIdentity(PushKey Key, string? User, bool IsMessage)
{
    // Fields that hold the affected user in events of the platform's; upper and lower case are one.
    private static readonly string[] UserFields =
    [
        "OpenId", "payer_openid", "UserOpenid", "open_id", "user_openid", "FollowNotify.user_openid",
        "order_info.openid",
    ];

    /// <summary>The identity of a push that was read with success.</summary>
    /// <param name="appId">The app it came for. Its openids and message ids mean nothing to another.</param>
    /// <param name="header">What <see cref="PushReader.ReadHeader"/> gave.</param>
    /// <param name="body">The clear or decrypted body; not looked at for messages.</param>
    public static PushIdentity From(string appId, in PushHeader header, ReadOnlyMemory<byte> body) =>
        IsKnownByItsId(header)
            ? new PushIdentity(OfMessage(appId, header), header.FromUserName, true)
            : OfContent(appId, new PushContent(header, body));

    /// <summary>The identity of a push that was read with success. The fields of a message are not asked for.</summary>
    /// <param name="appId">The app it came for. Its openids and message ids mean nothing to another.</param>
    /// <param name="push">The push.</param>
    public static PushIdentity From(string appId, PushContent push)
    {
        ArgumentNullException.ThrowIfNull(push);
        return IsKnownByItsId(push.Header)
            ? new PushIdentity(OfMessage(appId, push.Header), push.Header.FromUserName, true)
            : OfContent(appId, push);
    }

    private static bool IsKnownByItsId(in PushHeader header) =>
        !header.IsEvent && header.MsgType.Length > 0 && MsgIds.IsId(header.MsgId);

    private static PushIdentity OfContent(string appId, PushContent push)
    {
        var header = push.Header;
        var isEvent = header.IsEvent;
        var isMessage = !isEvent && header.MsgType.Length > 0;
        var message = push.Message;
        var name = EventFamilies.Normalise(header.Event);
        var family = isEvent ? EventFamilies.Find(name) : EventFamily.User();
        var key = OfFamily(appId, name, family, message) ?? OfEverything(appId, name, message);
        return new PushIdentity(key, family.IsFromUser ? header.FromUserName : AffectedUser(message), isMessage);
    }

    // Different users' messages have been seen with one MsgId.
    private static PushKey OfMessage(string appId, in PushHeader header)
    {
        var hash = new KeyHash(stackalloc byte[KeyHash.UsualSize]);
        hash.Add("message");
        hash.Add(appId);
        hash.Add(header.FromUserName);
        hash.Add(header.MsgId);
        return hash.ToKey();
    }

    /// <summary>The key by the family's own fields; null if it has none, or the push has none of them.</summary>
    private static PushKey? OfFamily(string appId, string name, EventFamily family, PushMessage message)
    {
        var hash = new KeyHash(stackalloc byte[KeyHash.UsualSize]);
        hash.Add("event");
        hash.Add(appId);
        hash.Add(name);

        var isOwn = false;
        foreach (var field in family.Fields)
        {
            switch (field)
            {
                case "FromUserName":
                    hash.Add(message.FromUserName);
                    break;
                case "CreateTime":
                    hash.Add(message.CreateTime.ToString(CultureInfo.InvariantCulture));
                    break;
                default:
                    isOwn |= TryAdd(ref hash, field, message);
                    break;
            }
        }

        return isOwn ? hash.ToKey() : null;
    }

    private static bool TryAdd(ref KeyHash hash, string field, PushMessage message)
    {
        foreach (var path in field.Split('|'))
        {
            // Neither format keeps a list's order dependably, so it does not count.
            string[] values = [.. message.Json.FindAll(path).Select(CanonicalText.From).Order(StringComparer.Ordinal)];
            if (values.All(value => value == CanonicalText.Nothing))
                continue;

            hash.Add(string.Concat(values));
            return true;
        }

        hash.Add(null);
        return false;
    }

    /// <summary>The key of an event without fields of its own: whatever does not change from try to try.</summary>
    private static PushKey OfEverything(string appId, string name, PushMessage message)
    {
        var hash = new KeyHash(stackalloc byte[KeyHash.UsualSize]);
        hash.Add("other");
        hash.Add(appId);
        hash.Add(name);
        hash.Add(message.MsgType.ToLowerInvariant());
        hash.Add(message.FromUserName);
        hash.Add(message.CreateTime.ToString(CultureInfo.InvariantCulture));
        hash.Add(CanonicalText.OfFields(message.Json));
        return hash.ToKey();
    }

    private static string? AffectedUser(PushMessage message) =>
        UserFields.Select(field => message[field]).FirstOrDefault(user => !string.IsNullOrEmpty(user));
}
