using WeChatPush.Handling;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Engine.Tests.Handling;

public sealed class PushSenderJournalTests
{
    [Fact]
    public async Task Send_CancelledBeforeItWasMade_IsNotLeftOpenAsUncertain()
    {
        var journal = new Journal();
        var sender = Sender(journal, new Messages(() => throw new OperationCanceledException()));

        await Should.ThrowAsync<OperationCanceledException>(() => sender.TextAsync("你好"));

        journal.Ended.ShouldHaveSingleItem().Outcome.ShouldBe(SendOutcome.Busy);
    }

    [Fact]
    public async Task Send_OfAWrongMessage_IsJournalledAsFailed()
    {
        var journal = new Journal();
        var errors = new Dictionary<string, string[]> { ["text.content"] = ["must not be empty"] };
        var sender = Sender(journal, new Messages(() => throw new InvalidCustomerMessageException(errors)));

        await Should.ThrowAsync<InvalidCustomerMessageException>(() => sender.TextAsync(""));

        journal.Ended.ShouldHaveSingleItem().Outcome.ShouldBe(SendOutcome.Failed);
    }

    private static PushSender Sender(ISendJournal journal, ICustomerMessages messages)
    {
        var request = new HandlingRequest
        {
            Id = "1", App = "shop", OpenId = "oUser", ReceivedAt = default, Body = default, Attempt = 1, AwaitsReply = false,
        };
        return new(request, "oUser", messages, journal, default);
    }

    private sealed class Journal : ISendJournal
    {
        public List<SendResult> Ended { get; } = [];

        public ValueTask<SendResult?> FindAsync(int ordinal, CancellationToken cancellationToken) => default;

        public ValueTask<SendResult?> BeginAsync(int ordinal, string api, CancellationToken cancellationToken) => default;

        public ValueTask EndAsync(int ordinal, string api, SendResult result, CancellationToken cancellationToken)
        {
            Ended.Add(result);
            return default;
        }
    }

    private sealed class Messages(Func<SendResult> send) : ICustomerMessages
    {
        public ValueTask<SendResult> SendAsync(string app, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
            new(send());

        public ValueTask<SendResult> SendAsync(string app, CustomerMessage message, CancellationToken cancellationToken) =>
            new(send());

        public ValueTask<SendResult> TypingAsync(
            string app, string openId, bool typing, string? fromAppId, CancellationToken cancellationToken) =>
            new(send());
    }
}
