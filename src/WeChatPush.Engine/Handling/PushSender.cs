using WeChatPush.Handling;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush;

/// <summary>
/// Answers the user a push is about, through the customer-service send API. Each send is noted right before and after it
/// is made; when a handler runs again after a crash or an error, the sends it made before are not made again but answer what
/// they answered then. So make them in the same order on every run.
/// </summary>
public sealed class PushSender
{
    private readonly ICustomerMessages _messages;
    private readonly ISendJournal _journal;
    private readonly CancellationToken _cancellationToken;
    private readonly List<SendResult> _results = [];
    private int _ordinal = -1;

    internal PushSender(
        HandlingRequest request, string? openId, ICustomerMessages messages, ISendJournal journal, CancellationToken cancellationToken)
    {
        Request = request;
        OpenId = openId;
        _messages = messages;
        _journal = journal;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The app's name.</summary>
    public string App => Request.App;

    /// <summary>The push's id, the same on every attempt.</summary>
    public string PushId => Request.Id;

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt => Request.Attempt;

    /// <summary>The user; <see langword="null"/> for a platform event that is about no user.</summary>
    public string? OpenId { get; }

    /// <summary>The attempt this sender belongs to.</summary>
    internal HandlingRequest Request { get; }

    /// <summary>In whose name to send, where that is not the app's own.</summary>
    internal string? FromAppId { get; init; }

    private string User => OpenId ?? throw new NoUserException();

    /// <summary>The sends so far.</summary>
    internal IReadOnlyList<SendResult> Results
    {
        get
        {
            lock (_results)
                return [.. _results];
        }
    }

    /// <summary>Sends a text. May carry links: <c>&lt;a href="…" data-miniprogram-path="…"&gt;…&lt;/a&gt;</c>.</summary>
    /// <exception cref="InvalidOperationException">The push is about no user.</exception>
    /// <exception cref="InvalidCustomerMessageException">A value is not one that WeChat takes; nothing was sent.</exception>
    public Task<SendResult> TextAsync(string text) => SendAsync(CustomerMessage.Text(User, text));

    /// <summary>Sends an image by its media id, which <see cref="IMedia.UploadImageAsync"/> gives (valid 3 days).</summary>
    /// <exception cref="InvalidOperationException">The push is about no user.</exception>
    /// <exception cref="InvalidCustomerMessageException">A value is not one that WeChat takes; nothing was sent.</exception>
    public Task<SendResult> ImageAsync(string mediaId) => SendAsync(CustomerMessage.Image(User, mediaId));

    /// <summary>Sends a link card.</summary>
    /// <exception cref="InvalidOperationException">The push is about no user.</exception>
    /// <exception cref="InvalidCustomerMessageException">A value is not one that WeChat takes; nothing was sent.</exception>
    public Task<SendResult> LinkAsync(string title, string description, string url, string thumbUrl) =>
        SendAsync(CustomerMessage.Link(User, title, description, url, thumbUrl));

    /// <summary>Sends a card of this mini program; the page must be one of app.json, and may have a query.</summary>
    /// <exception cref="InvalidOperationException">The push is about no user.</exception>
    /// <exception cref="InvalidCustomerMessageException">A value is not one that WeChat takes; nothing was sent.</exception>
    public Task<SendResult> MiniProgramPageAsync(string title, string pagePath, string thumbMediaId) =>
        SendAsync(CustomerMessage.MiniProgramPage(User, title, pagePath, thumbMediaId));

    /// <summary>
    /// Shows the user that an answer is being written. A nicety: it is not remembered, and however it ends, nothing
    /// depends on it.
    /// </summary>
    /// <param name="typing">False: shows it no longer.</param>
    /// <exception cref="InvalidOperationException">The push is about no user.</exception>
    public Task<SendResult> TypingAsync(bool typing = true)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        return _messages.TypingAsync(App, User, typing, FromAppId, _cancellationToken).AsTask();
    }

    /// <summary>Sends a message of any kind, to the user it is addressed to.</summary>
    /// <exception cref="InvalidCustomerMessageException">The message is not one that WeChat takes; nothing was sent.</exception>
    public async Task<SendResult> SendAsync(CustomerMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);

        // A handler that was given up may go on; its push is another attempt's by then.
        _cancellationToken.ThrowIfCancellationRequested();
        var api = SendApis.CustomerMessage;
        var ordinal = Interlocked.Increment(ref _ordinal);
        if (await _journal.FindAsync(ordinal, _cancellationToken) is { } earlier)
            return Keep(earlier);

        try
        {
            var note = new PushSendNote(_journal, ordinal, api);
            var checkedMessage = CustomerMessage.Read(message.Body).InTheNameOf(message.FromAppId ?? FromAppId);
            // What an owner puts in its place knows nothing of the note.
            if (_messages is CustomerMessages)
                checkedMessage = checkedMessage.NotedBy(note, PushId);
            else if (!await note.BeginAsync(_cancellationToken))
                return Keep(note.Earlier!);
            var result = await _messages.SendAsync(App, checkedMessage, _cancellationToken);
            if (note.Earlier is { } other)
                return Keep(other);
            await _journal.EndAsync(ordinal, api, result, CancellationToken.None);
            return Keep(result);
        }
        catch (Exception error) when (error is OperationCanceledException or InvalidCustomerMessageException)
        {
            // Certainly not sent. Left open, the journal would have to take it for a send of unknown outcome.
            await _journal.EndAsync(ordinal, api, NotSent(error), CancellationToken.None);
            throw;
        }
    }

    private static SendResult NotSent(Exception error) => error is OperationCanceledException
        ? new() { Outcome = SendOutcome.Busy, Class = ErrorClass.Busy, ErrMsg = "given up before it was sent" }
        : new() { Outcome = SendOutcome.Failed, Class = ErrorClass.Request, ErrMsg = error.Message };

    private SendResult Keep(SendResult result)
    {
        lock (_results)
            _results.Add(result);
        return result;
    }
}
