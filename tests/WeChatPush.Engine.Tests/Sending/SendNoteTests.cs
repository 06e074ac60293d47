using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

/// <summary>
/// A send is noted as the last thing before its first byte, and is not noted while it waits for something else.
/// </summary>
public sealed class SendNoteTests
{
    [Fact]
    public async Task Note_IsMadeOnAnOpenConnection_BeforeTheFirstByte()
    {
        await using var sending = await SendingHarness.StartAsync();
        using var api = new TcpListener(IPAddress.Loopback, 0);
        api.Start();
        var noted = new TaskCompletionSource();
        var note = new RecordedNote { Until = noted.Task };
        var call = sending.Get<WeChatClient>().CallAsync(
            new() { Request = Request(note), BaseUrl = $"http://{api.LocalEndpoint}" }, default).AsTask();

        using var connection = await api.AcceptSocketAsync();
        await note.Reached;
        connection.Available.ShouldBe(0);
        noted.SetResult();
        var head = new byte[4];
        (await connection.ReceiveAsync(head)).ShouldBe(4);
        Encoding.ASCII.GetString(head).ShouldBe("POST");
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"errcode\":0}"u8.ToArray());

        (await call).Class.ShouldBe(ErrorClass.Sent);
        note.Events.ShouldBe(["begin after 0"]);
    }

    [Fact]
    public async Task Note_WithoutAConnection_IsNotMade()
    {
        await using var sending = await SendingHarness.StartAsync();
        await sending.SendAsync();
        await sending.Host.DisposeAsync();
        var note = new RecordedNote();

        (await SendAsync(sending, note)).Outcome.ShouldBe(SendOutcome.Busy);

        note.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Note_WithoutAToken_IsNotMade()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.StableToken, ErrCode = 40125 });
        var note = new RecordedNote();

        (await SendAsync(sending, note)).Outcome.ShouldNotBe(SendOutcome.Sent);

        note.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Note_OfAClosedWindow_IsNotMade()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Refuse(45015, times: 1);
        await sending.Windows.GrantAsync(
            SendingHarness.App, SendingHarness.User, WindowGrant.UserMessage, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, default);
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Refused);
        var note = new RecordedNote();

        (await SendAsync(sending, note)).Outcome.ShouldBe(SendOutcome.WindowClosed);

        note.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Note_OfOneThatWaitsForItsTurn_IsNotMade()
    {
        await using var sending = await SendingHarness.StartAsync();
        var go = new TaskCompletionSource();
        var slow = sending.Fault(new FakeFault { Api = FakeApis.CustomSend, Until = go.Task, Times = 1 });
        var first = sending.SendAsync();
        await slow.Reached;
        var note = new RecordedNote { Calls = () => sending.Sends.Count };
        var second = SendAsync(sending, note);
        note.Events.ShouldBeEmpty();
        go.SetResult();
        await first;
        await second;

        note.Events.ShouldBe(["begin after 1"]);
    }

    [Fact]
    public async Task Note_IsTakenBackBeforeEachPauseBetweenTwoTries()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Refuse(-1);
        var note = new RecordedNote { Calls = () => sending.Sends.Count };

        (await SendAsync(sending, note)).Outcome.ShouldBe(SendOutcome.Busy);

        note.Events.ShouldBe(
            ["begin after 0", "withdraw after 1", "begin after 1", "withdraw after 2", "begin after 2", "withdraw after 3"]);
    }

    [Fact]
    public async Task Note_IsTakenBackWhileATokenIsFetched()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.CustomSend, ErrCode = 40001, Times = 1 });
        var note = new RecordedNote { Calls = () => sending.Sends.Count };

        (await SendAsync(sending, note)).Outcome.ShouldBe(SendOutcome.Sent);

        note.Events.ShouldBe(["begin after 0", "withdraw after 1", "begin after 1"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(43101)]
    [InlineData(47003)]
    [InlineData(45009)]
    public async Task Note_OfASendThatEnds_IsLeftToItsEnd(int errCode)
    {
        await using var sending = await SendingHarness.StartAsync();
        if (errCode != 0)
            sending.Refuse(errCode);
        var note = new RecordedNote();

        await SendAsync(sending, note);

        note.Events.ShouldBe(["begin after 0"]);
    }

    [Fact]
    public async Task Note_OfASendWithoutAnAnswer_Stays()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.CustomSend, Cut = true });
        var note = new RecordedNote();

        (await SendAsync(sending, note)).Outcome.ShouldBe(SendOutcome.Uncertain);

        note.Events.ShouldBe(["begin after 0"]);
    }

    [Fact]
    public async Task NoteThatRefuses_KeepsTheSendFromBeingWritten_AndIsNoFaultOfTheApi()
    {
        await using var sending = await SendingHarness.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            var note = new RecordedNote { Allows = false };
            (await SendAsync(sending, note)).Outcome.ShouldBe(SendOutcome.Busy);
            note.Events.ShouldBe(["begin after 0"]);
        }

        sending.Sends.ShouldBeEmpty();
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task NoteThatFails_KeepsTheSendFromBeingWritten_AndSaysWhy()
    {
        await using var sending = await SendingHarness.StartAsync();
        var note = new RecordedNote { Failure = new StoreUnavailableException("away") };

        (await Should.ThrowAsync<StoreUnavailableException>(() => SendAsync(sending, note))).ShouldBe(note.Failure);

        sending.Sends.ShouldBeEmpty();
        note.Events.ShouldBe(["begin after 0"]);
    }

    [Fact]
    public async Task CallerThatGivesUpWhileItIsNoted_KeepsTheSendFromBeingWritten()
    {
        await using var sending = await SendingHarness.StartAsync();
        using var caller = new CancellationTokenSource();
        var noted = new TaskCompletionSource();
        var note = new RecordedNote { Until = noted.Task };
        var send = sending.Messages.SendAsync(SendingHarness.App, Message(note), caller.Token).AsTask();
        await note.Reached;
        await caller.CancelAsync();
        noted.SetResult();

        await Should.ThrowAsync<OperationCanceledException>(() => send);
        await sending.SendAsync(text: "afterwards");
        sending.Sends.ShouldHaveSingleItem().Text.ShouldBe("afterwards");
    }

    private static Task<SendResult> SendAsync(SendingHarness sending, RecordedNote note) =>
        sending.Messages.SendAsync(SendingHarness.App, Message(note), default).AsTask();

    private static CustomerMessage Message(RecordedNote note) => CustomerMessage.Text(SendingHarness.User, "你好").NotedBy(note);

    private static ApiRequest Request(RecordedNote note) => new()
    {
        App = SendingHarness.App,
        Api = SendApis.CustomerMessage,
        Body = "{}"u8.ToArray(),
        Note = note,
    };
}
