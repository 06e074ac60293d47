namespace WeChatPush.Protocol.Tests;

public sealed class WeChatErrorsTests
{
    [Theory]
    [InlineData(0, ErrorClass.Sent)]
    [InlineData(45065, ErrorClass.Sent)]
    [InlineData(-1, ErrorClass.Busy)]
    [InlineData(43108, ErrorClass.Busy)]
    [InlineData(44990, ErrorClass.Busy)]
    [InlineData(44991, ErrorClass.Busy)]
    [InlineData(45066, ErrorClass.Busy)]
    [InlineData(85431, ErrorClass.Busy)]
    [InlineData(40001, ErrorClass.Credential)]
    [InlineData(40014, ErrorClass.Credential)]
    [InlineData(41001, ErrorClass.Credential)]
    [InlineData(42001, ErrorClass.Credential)]
    [InlineData(44993, ErrorClass.Quota)]
    [InlineData(45009, ErrorClass.Quota)]
    [InlineData(45011, ErrorClass.Rate)]
    [InlineData(-604101, ErrorClass.Operator)]
    [InlineData(40226, ErrorClass.User)]
    [InlineData(40163, ErrorClass.Request)]
    [InlineData(48006, ErrorClass.Quota)]
    [InlineData(87020, ErrorClass.Quota)]
    [InlineData(40003, ErrorClass.User)]
    [InlineData(41028, ErrorClass.User)]
    [InlineData(41029, ErrorClass.User)]
    [InlineData(43101, ErrorClass.User)]
    [InlineData(43104, ErrorClass.User)]
    [InlineData(45015, ErrorClass.User)]
    [InlineData(45047, ErrorClass.User)]
    [InlineData(48002, ErrorClass.User)]
    [InlineData(50002, ErrorClass.User)]
    [InlineData(70000, ErrorClass.User)]
    [InlineData(40007, ErrorClass.Request)]
    [InlineData(40033, ErrorClass.Request)]
    [InlineData(40037, ErrorClass.Request)]
    [InlineData(41030, ErrorClass.Request)]
    [InlineData(45002, ErrorClass.Request)]
    [InlineData(47003, ErrorClass.Request)]
    [InlineData(200014, ErrorClass.Request)]
    [InlineData(40013, ErrorClass.Operator)]
    [InlineData(40125, ErrorClass.Operator)]
    [InlineData(40164, ErrorClass.Operator)]
    [InlineData(40243, ErrorClass.Operator)]
    [InlineData(43107, ErrorClass.Operator)]
    [InlineData(48001, ErrorClass.Operator)]
    [InlineData(48004, ErrorClass.Operator)]
    [InlineData(50007, ErrorClass.Operator)]
    [InlineData(89503, ErrorClass.Operator)]
    public void Classify_WhenKnown_ThenItsClass(int errcode, ErrorClass expected) =>
        WeChatErrors.Classify(errcode).ShouldBe(expected);

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-2)]
    [InlineData(1)]
    [InlineData(99999)]
    public void Classify_WhenUnknown_ThenRequestWithoutDescription(int errcode)
    {
        WeChatErrors.Classify(errcode).ShouldBe(ErrorClass.Request);
        WeChatErrors.Describe(errcode).ShouldBeNull();
    }

    [Fact]
    public void Describe_WhenKnown_ThenAMeaning() =>
        WeChatErrorTable.Known.ShouldAllBe(error => error.Value.Meaning.Length > 1);

    [Fact]
    public void Describe_WhenAnOperatorCanMendIt_ThenSaysHow() =>
        WeChatErrors.Describe(40164).ShouldNotBeNull().ShouldContain("whitelist: add");
}
