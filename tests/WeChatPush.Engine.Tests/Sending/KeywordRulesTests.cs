using WeChatPush.Sending;

namespace WeChatPush.Engine.Tests.Sending;

/// <summary>The rules of WeChat's page, by its own examples and by what just breaks them.</summary>
public sealed class KeywordRulesTests
{
    [Theory]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十")]
    [InlineData("thing12", "任意 text, 1、2")]
    [InlineData("number2", "12345678901234567890123456789012")]
    [InlineData("number2", "3.14")]
    [InlineData("letter3", "abcdefghijklmnopqrstuvwxyzABCDEF")]
    [InlineData("symbol4", "★※!@#")]
    [InlineData("character_string5", "SF-2019_10#01:a b")]
    [InlineData("time6", "15:01")]
    [InlineData("time6", "2019年10月1日 15:01")]
    [InlineData("time6", "2019-12-25 09:42:07")]
    [InlineData("time6", "15:01~16:30")]
    [InlineData("time6", "2019年10月1日 15:01~16:30")]
    [InlineData("date7", "2019年10月1日")]
    [InlineData("date7", "2019-12-25 09:42")]
    [InlineData("date7", "2019/1/5")]
    [InlineData("date7", "2019.01.05 ~ 2019.02.05")]
    [InlineData("amount8", "¥100")]
    [InlineData("amount8", "￥1234567890.50元")]
    [InlineData("amount8", "100元")]
    [InlineData("phone_number9", "+86-0766-66888866")]
    [InlineData("car_number10", "粤A8Z888挂")]
    [InlineData("name1", "欧阳修")]
    [InlineData("name1", "Alexander von Humbol")]
    [InlineData("phrase3", "审核通过")]
    [InlineData("enum_string1", "whatever the console lists")]
    [InlineData("something_new7", "a type that WeChat adds one day")]
    public void Check_WhenTheValueKeepsItsRule_IsFine(string key, string value)
    {
        KeywordRules.Check(key, value).ShouldBeNull();
    }

    [Theory]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十一", "20 characters, and has 21")]
    [InlineData("thing1", "", "empty")]
    [InlineData("thing1", "   ", "empty")]
    [InlineData("thing1", "two\nlines", "line breaks")]
    [InlineData("something_new7", "tab\there", "control")]
    [InlineData("number2", "123456789012345678901234567890123", "32 digits")]
    [InlineData("number2", "12a", "number")]
    [InlineData("number2", "1.", "number")]
    [InlineData("letter3", "abcdefghijklmnopqrstuvwxyzABCDEFG", "32 letters")]
    [InlineData("letter3", "ab1", "letters")]
    [InlineData("letter3", "字", "letters")]
    [InlineData("symbol4", "!!!!!!", "5 symbols")]
    [InlineData("symbol4", "a", "symbols")]
    [InlineData("character_string5", "单号123", "32 digits, letters")]
    [InlineData("character_string5", "123456789012345678901234567890123", "32")]
    [InlineData("time6", "2019年10月1日", "15:01")]
    [InlineData("time6", "25:00", "15:01")]
    [InlineData("time6", "15:60", "15:01")]
    [InlineData("time6", "三点", "15:01")]
    [InlineData("date7", "15:01", "2019")]
    [InlineData("date7", "2019年13月1日", "2019")]
    [InlineData("date7", "2019-10/01", "2019")]
    [InlineData("date7", "10月1日", "2019")]
    [InlineData("date7", "2019-10-01~2019-10-02~2019-10-03", "2019")]
    [InlineData("amount8", "12345678901", "10 digits")]
    [InlineData("amount8", "¥¥1", "one currency symbol")]
    [InlineData("amount8", "一百元", "10 digits")]
    [InlineData("phone_number9", "123456789012345678", "17")]
    [InlineData("phone_number9", "call me", "17")]
    [InlineData("car_number10", "粤A8Z8888挂挂", "8 letters")]
    [InlineData("car_number10", "A粤12", "first and the last")]
    [InlineData("name1", "一二三四五六七八九十一", "10 characters in Chinese, and has 11")]
    [InlineData("name1", "Alexander von Humboldt", "20 letters or symbols, and has 22")]
    [InlineData("name1", "user1", "digits")]
    [InlineData("phrase3", "审核通过了吗", "5 Chinese")]
    [InlineData("phrase3", "OK", "Chinese")]
    public void Check_WhenTheValueBreaksItsRule_SaysWhich(string key, string value, string complaint)
    {
        KeywordRules.Check(key, value).ShouldNotBeNull().ShouldContain(complaint);
    }
}
