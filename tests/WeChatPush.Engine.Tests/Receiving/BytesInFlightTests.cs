using WeChatPush.Receiving;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>The budget of all bodies.</summary>
public sealed class BytesInFlightTests
{
    private readonly BytesInFlight _bytes = new();

    [Fact]
    public void Take_IsRefusedAboveTheLimit_AndTakesNothingThen()
    {
        _bytes.TryTake(60, limit: 100).ShouldBeTrue();
        _bytes.TryTake(41, limit: 100).ShouldBeFalse();
        _bytes.Held.ShouldBe(60);
        _bytes.TryTake(40, limit: 100).ShouldBeTrue();
        _bytes.Return(100);
        _bytes.Held.ShouldBe(0);
    }

    [Fact]
    public void BodiesThatAreStillArriving_LeaveAQuarterToThoseThatAreWhole()
    {
        _bytes.TryTakeArriving(75, limit: 100).ShouldBeTrue();
        _bytes.TryTakeArriving(1, limit: 100).ShouldBeFalse();
        _bytes.TryTake(25, limit: 100).ShouldBeTrue();
    }
}
