using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using WeChatPush.Server.Admission;

namespace WeChatPush.Server.Tests.Admission;

/// <summary>Which connections there are room for, and which end for others.</summary>
public sealed class ConnectionTableTests
{
    private int _places = 8;
    private readonly ConnectionTable _table;

    public ConnectionTableTests() => _table = new ConnectionTable(() => _places);

    [Fact]
    public void Add_WhenOneAddressHasHalf_EndsOneOfIts_AndLeavesTheOthersAlone()
    {
        var honest = Connect("192.0.2.1");
        var strangers = Enumerable.Range(0, 4).Select(_ => Connect("198.51.100.7")).ToList();

        var next = Connect("198.51.100.7");

        next.Admittance.ShouldBe(Admittance.InPlaceOfAnother);
        strangers.Count(stranger => stranger.IsClosed).ShouldBe(1);
        honest.IsClosed.ShouldBeFalse();
        _table.Count.ShouldBe(5);
    }

    [Fact]
    public void Add_OfATrustedProxy_HasNoShare_ButAllPlaces()
    {
        var proxied = Enumerable.Range(0, 8).Select(_ => Connect("10.0.0.1", isOfProxy: true)).ToList();

        proxied.ShouldAllBe(connection => connection.Admittance == Admittance.Free && !connection.IsClosed);
        Connect("10.0.0.1", isOfProxy: true).Admittance.ShouldBe(Admittance.InPlaceOfAnother);
        _table.Count.ShouldBe(8);
    }

    [Fact]
    public void Add_WhenManyAddressesTakeAllPlaces_StillHasOneForAnother()
    {
        for (var i = 0; i < 100; i++)
            Connect($"198.51.100.{i}");

        Connect("192.0.2.1").Admittance.ShouldBe(Admittance.InPlaceOfAnother);
        _table.Count.ShouldBe(8);
    }

    [Fact]
    public void Add_EndsSilentOnesFirst_ThenHalfRequests_ThenIdleOnes_AndNoneWithARequestUnderWay()
    {
        _places = 4;
        var busy = Connect("a::1");
        busy.Tracked.Complete();
        var idle = Connect("b::1");
        idle.Tracked.Complete();
        idle.Tracked.OnWaiting();
        var second = Connect("c::1");
        second.Tracked.Complete();
        second.Tracked.OnWaiting();
        second.Tracked.OnArrived();
        var silent = Connect("d::1");

        foreach (var expected in new[] { silent, second, idle })
        {
            var next = Connect($"1:{expected.GetHashCode() & 0xffff:x}::1");
            next.Tracked.Complete();
            expected.IsClosed.ShouldBeTrue();
        }

        Connect("e::1").Admittance.ShouldBe(Admittance.Refused);
        busy.IsClosed.ShouldBeFalse();
    }

    [Fact]
    public void Add_DoesNotEndOneThatIsKept_UntilItIsReleased()
    {
        _places = 2;
        var upload = Connect("a::1");
        upload.Tracked.OnArrived();
        upload.Tracked.Keep();
        var other = Connect("b::1");
        other.Tracked.Keep();

        Connect("c::1").Admittance.ShouldBe(Admittance.Refused);
        upload.Tracked.Release();
        Connect("c::1").Admittance.ShouldBe(Admittance.InPlaceOfAnother);
        upload.IsClosed.ShouldBeTrue();
    }

    [Fact]
    public void Remove_MakesRoom_Once()
    {
        _places = 2;
        var first = Connect("a::1");
        first.Tracked.Complete();
        Connect("b::1").Tracked.Complete();
        Connect("c::1").Admittance.ShouldBe(Admittance.Refused);

        first.Tracked.Remove();
        first.Tracked.Remove();

        Connect("c::1").Admittance.ShouldBe(Admittance.Free);
        _table.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Address_IsTheWholeOfAnOldOne_AndTheNetworkOfANewOne(string one, string other, bool same) =>
        (ClientAddress.From(Parse(one)) == ClientAddress.From(Parse(other))).ShouldBe(same);

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1024)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max file locks            1                    2                    locks     ", null)]
    public void Limit_IsTheSoftOneOfTheSystem(string line, int? limit) =>
        OpenFiles.Parse(["Limit  Soft Limit  Hard Limit  Units", line]).ShouldBe(limit);

    private static IPEndPoint Parse(string address) => new(IPAddress.Parse(address), 1);

    private Connected Connect(string address, bool isOfProxy = false)
    {
        var pipe = new Pipe();
        var context = new Context { RemoteEndPoint = Parse(address), Transport = new Transport(pipe.Reader, pipe.Writer) };
        var tracked = new TrackedConnection(context, _table, isOfProxy);
        return new Connected(context, tracked, _table.Add(tracked));
    }

    private sealed record Connected(Context Context, TrackedConnection Tracked, Admittance Admittance)
    {
        public bool IsClosed => Context.IsAborted;
    }

    private sealed class Context : DefaultConnectionContext
    {
        public bool IsAborted { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
