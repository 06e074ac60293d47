using System.Text.Json;
using System.Threading.Channels;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.TestSupport.Engine;

/// <summary>The send API as a test wants it: answers in order, the last one for ever.</summary>
internal sealed class ScriptedMessages(params ReadOnlySpan<SendResult> results) : ICustomerMessages
{
    public static readonly SendResult Sent = new() { Outcome = SendOutcome.Sent, Class = ErrorClass.Sent, ErrCode = 0, ErrMsg = "ok" };

    public static readonly SendResult Busy = new() { Outcome = SendOutcome.Busy, Class = ErrorClass.Busy, ErrCode = -1, ErrMsg = "system error" };

    private readonly Queue<SendResult> _results = new(results.IsEmpty ? [Sent] : results.ToArray());
    private readonly List<JsonElement> _bodies = [];
    private readonly Channel<JsonElement> _calls = Channel.CreateUnbounded<JsonElement>();

    /// <summary>What was sent so far.</summary>
    public IReadOnlyList<JsonElement> Bodies
    {
        get
        {
            lock (_bodies)
                return [.. _bodies];
        }
    }

    /// <summary>The words of the texts so far.</summary>
    public IReadOnlyList<string?> Texts => [.. Bodies.Select(body => body.GetProperty("text").GetProperty("content").GetString())];

    /// <summary>The next send, once it is made.</summary>
    public async Task<JsonElement> NextAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public ValueTask<SendResult> SendAsync(string app, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var json = JsonElement.Parse(body.Span);
        lock (_bodies)
        {
            _bodies.Add(json);
            _calls.Writer.TryWrite(json);
            return ValueTask.FromResult(_results.Count > 1 ? _results.Dequeue() : _results.Peek());
        }
    }

    public ValueTask<SendResult> SendAsync(string app, CustomerMessage message, CancellationToken cancellationToken) =>
        SendAsync(app, message.Body, cancellationToken);

    public ValueTask<SendResult> TypingAsync(
        string app, string openId, bool typing, string? fromAppId, CancellationToken cancellationToken) =>
        new(Sent);
}
