namespace WeChatPush.Protocol.Tests.Identity;

public sealed class PushKeyTests
{
    private static readonly byte[] Bytes = Convert.FromHexString("000102030405060708090a0b0c0d0eff");

    [Fact]
    public void ToString_WhenRead_IsTheBytesInLowerHex()
    {
        PushKey.Read(Bytes).ToString().ShouldBe("000102030405060708090a0b0c0d0eff");
        default(PushKey).ToString().ShouldBe(new string('0', 32));
    }

    [Fact]
    public void WriteTo_WhenRead_GivesTheBytesBack()
    {
        var written = new byte[PushKey.Size];

        PushKey.Read(Bytes).WriteTo(written);

        written.ShouldBe(Bytes);
    }

    [Fact]
    public void Equals_WhenOneBitDiffers_IsFalse()
    {
        var key = PushKey.Read(Bytes);
        for (var bit = 0; bit < 128; bit++)
        {
            var other = (byte[])Bytes.Clone();
            other[bit / 8] ^= (byte)(1 << (bit % 8));

            (PushKey.Read(other) == key).ShouldBeFalse();
        }

        (PushKey.Read(Bytes) == key).ShouldBeTrue();
        PushKey.Read(Bytes).GetHashCode().ShouldBe(key.GetHashCode());
        key.Equals((object)PushKey.Read(Bytes)).ShouldBeTrue();
        (key != default).ShouldBeTrue();
    }
}
