namespace WeChatPush.Protocol;

/// <summary>
/// A push with named properties instead of fields. Reading one never fails: a missing field is its default, and a
/// number may come as a string and the other way round.
/// </summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface ITypedPush<TSelf>
    where TSelf : ITypedPush<TSelf>
{
    /// <summary>The pushes this record is for.</summary>
    static abstract PushKind Kind { get; }

    /// <summary>Takes the fields out of a push of that kind.</summary>
    static abstract TSelf Read(PushMessage message);
}
