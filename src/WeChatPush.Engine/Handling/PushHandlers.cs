using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Handling;
using WeChatPush.Protocol;

namespace WeChatPush;

/// <summary>
/// The owners of pushes: one for each (MsgType, Event) pair. Pushes without an owner go through the app's configured rules,
/// then to <see cref="Otherwise(Func{PushMessage, PushSender, Task})"/>; a push that matches none of them is done without
/// effect.
/// </summary>
public sealed class PushHandlers
{
    private readonly Dictionary<PushKind, PushDelegate> _owners = [];

    internal PushDelegate? Fallback { get; private set; }

    /// <summary>How many there are.</summary>
    internal int Count => _owners.Count + (Fallback is null ? 0 : 1);

    /// <summary>Whether there is an owner that answers inside the request.</summary>
    internal bool AnswersAny { get; private set; }

    /// <summary>Handles a kind of push with a function.</summary>
    /// <exception cref="InvalidOperationException">The kind has an owner already.</exception>
    public PushHandlers On<T>(Func<T, PushSender, Task> handler) where T : ITypedPush<T>
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Own<T>(typeof(T).Name, (message, sender, _, _) => handler(T.Read(message), sender));
    }

    /// <summary>Handles a kind of push with a function that can be cancelled.</summary>
    /// <exception cref="InvalidOperationException">The kind has an owner already.</exception>
    public PushHandlers On<T>(Func<T, PushSender, CancellationToken, Task> handler) where T : ITypedPush<T>
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Own<T>(typeof(T).Name, (message, sender, _, cancel) => handler(T.Read(message), sender, cancel));
    }

    /// <summary>Handles a kind of push with a class; each push gets a new instance in a scope of its own.</summary>
    /// <exception cref="InvalidOperationException">The kind has an owner already.</exception>
    public PushHandlers On<T, THandler>() where T : ITypedPush<T> where THandler : class, IPushHandler<T> =>
        Own<T>(typeof(THandler).Name, (message, sender, services, cancel) =>
            Make<THandler>(services).HandleAsync(T.Read(message), sender, cancel));

    /// <summary>
    /// Answers a kind of push with content, inside WeChat's request. It runs once for all of WeChat's tries: a try that
    /// comes while it runs waits for it, one that comes later gets the same answer. An exception answers an error, and
    /// WeChat's next try runs it again.
    /// </summary>
    /// <exception cref="InvalidOperationException">The kind has an owner already.</exception>
    public PushHandlers Answer<T>(Func<T, CancellationToken, Task<ReplyContent>> handler) where T : ITypedPush<T>
    {
        ArgumentNullException.ThrowIfNull(handler);
        return OwnAnswer<T>(typeof(T).Name, async (message, _, _, cancel) => await handler(T.Read(message), cancel));
    }

    /// <summary>Answers a kind of push with content, inside WeChat's request, with a class.</summary>
    /// <exception cref="InvalidOperationException">The kind has an owner already.</exception>
    public PushHandlers Answer<T, THandler>() where T : ITypedPush<T> where THandler : class, IPushAnswerer<T> =>
        OwnAnswer<T>(typeof(THandler).Name, async (message, _, services, cancel) =>
            await Make<THandler>(services).AnswerAsync(T.Read(message), cancel));

    /// <summary>Handles pushes that have no owner and match no rule: the raw view, unknown events included.</summary>
    /// <exception cref="InvalidOperationException">There is such a handler already.</exception>
    public PushHandlers Otherwise(Func<PushMessage, PushSender, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return FallBackTo("otherwise", (message, sender, _, _) => handler(message, sender));
    }

    /// <summary>Handles pushes that have no owner and match no rule, with a class.</summary>
    /// <exception cref="InvalidOperationException">There is such a handler already.</exception>
    public PushHandlers Otherwise<THandler>() where THandler : class, IPushHandler<PushMessage> =>
        FallBackTo(typeof(THandler).Name, (message, sender, services, cancel) =>
            Make<THandler>(services).HandleAsync(message, sender, cancel));

    internal PushDelegate? Find(PushKind kind) => _owners.GetValueOrDefault(kind);

    private static THandler Make<THandler>(IServiceProvider services) where THandler : class =>
        ActivatorUtilities.GetServiceOrCreateInstance<THandler>(services);

    private static PushFunction WithoutReply(Func<PushMessage, PushSender, IServiceProvider, CancellationToken, Task> handler) =>
        async (message, sender, services, cancel) =>
        {
            await handler(message, sender, services, cancel);
            return HandlerOutcome.Done;
        };

    private PushHandlers Own<T>(string name, Func<PushMessage, PushSender, IServiceProvider, CancellationToken, Task> handler)
        where T : ITypedPush<T> => Add<T>(new PushDelegate(name, Answers: false, WithoutReply(handler)) { MayBlock = true });

    private PushHandlers OwnAnswer<T>(string name, PushFunction handler) where T : ITypedPush<T>
    {
        AnswersAny = true;
        return Add<T>(new PushDelegate(name, Answers: true, handler) { MayBlock = true });
    }

    private PushHandlers Add<T>(PushDelegate owner) where T : ITypedPush<T>
    {
        if (!_owners.TryAdd(T.Kind, owner))
            throw new InvalidOperationException($"{typeof(T).Name} has a handler already; a push has exactly one owner.");
        return this;
    }

    private PushHandlers FallBackTo(
        string name, Func<PushMessage, PushSender, IServiceProvider, CancellationToken, Task> handler)
    {
        if (Fallback is not null)
            throw new InvalidOperationException("There is a handler for everything else already.");
        Fallback = new PushDelegate(name, Answers: false, WithoutReply(handler)) { MayBlock = true };
        return this;
    }
}
