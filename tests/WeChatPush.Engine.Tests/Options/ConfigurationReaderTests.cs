using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Options;

public sealed class ConfigurationReaderTests
{
    [Theory]
    [InlineData("Apps:shop:Mode", "Secur", "'Secur' is not one of Plaintext, Compatible, Secure.")]
    [InlineData("Apps:shop:Mode", "2", "'2' is not one of Plaintext, Compatible, Secure.")]
    [InlineData("Apps:shop:Mode", "Plaintext,Secure", "'Plaintext,Secure' is not one of Plaintext, Compatible, Secure.")]
    [InlineData("Apps:shop:Hosting", "", "'' is not one of DeveloperServer, CloudHosting, CloudFunction.")]
    [InlineData("Receiving:WhenStoreIsDown", "Drop", "'Drop' is not one of Spool, Refuse.")]
    [InlineData("Receiving:MaxBodyBytes", "1 MB", "'1 MB' is not a whole number.")]
    [InlineData("Receiving:MaxBodyBytes", "0x10", "'0x10' is not a whole number.")]
    [InlineData("Dispatching:MaxAttempts", "99999999999", "'99999999999' is not a whole number.")]
    [InlineData("Dispatching:Lease", "30", "'30' is not a time span such as 00:00:30 or 3.00:00:00 (days.hours:minutes:seconds).")]
    [InlineData("Dispatching:Lease", "-00:00:30", "'-00:00:30' is not a time span such as 00:00:30 or 3.00:00:00 (days.hours:minutes:seconds).")]
    [InlineData("Deduplication:EventWindow", "72:00:00", "'72:00:00' has more than 23 hours: write days in front, as in 3.00:00:00.")]
    [InlineData("Apps:shop:TimestampTolerance", "five minutes", "'five minutes' is not a time span such as 00:00:30 or 3.00:00:00 (days.hours:minutes:seconds).")]
    [InlineData("Apps:shop:Rules:0:TransferToCustomerService", "yes", "'yes' is not true or false.")]
    public void Read_WhenAValueIsOfTheWrongKind_NamesKeyAndValue(string key, string value, string complaint)
    {
        Configured.Errors((key, value)).ShouldContain($"{key}: {complaint}");
    }

    [Theory]
    [InlineData("Apps:shop:Token:0", "Apps:shop:Token")]
    [InlineData("Receiving", "Receiving")]
    [InlineData("Apps", "Apps")]
    [InlineData("Apps:shop:Rules", "Apps:shop:Rules")]
    [InlineData("Apps:shop:Rules:MsgType", "Apps:shop:Rules")]
    [InlineData("Apps:shop:Rules:0", "Apps:shop:Rules:0")]
    [InlineData("AdminKeys", "AdminKeys")]
    [InlineData("Dispatching:Lease:Seconds", "Dispatching:Lease")]
    public void Read_WhenTheShapeIsWrong_NamesTheKeyAndNotTheValue(string key, string reported)
    {
        var errors = Configured.Errors((key, "s3cr3t"));

        errors.ShouldContain(line => line.StartsWith(reported + ": must be ", StringComparison.Ordinal));
        string.Concat(errors).ShouldNotContain("s3cr3t");
    }

    [Fact]
    public void Read_WhenALongValueIsInTheWrongPlace_DoesNotRepeatIt()
    {
        Configured.Errors(("Apps:shop:Mode", Configured.GoodKey))
            .ShouldBe(["Apps:shop:Mode: The value (43 characters) is not one of Plaintext, Compatible, Secure."]);
    }

    [Theory]
    [InlineData("Sned:Text", "Sned", "Send")]
    [InlineData("MsgTyp", "MsgTyp", "MsgType")]
    [InlineData("Send:Txt", "Send:Txt", "Text")]
    [InlineData("Send:Link:Picture", "Send:Link:Picture", null)]
    public void Read_WhenARuleHasAnUnknownWord_IsAnError(string key, string reported, string? nearest)
    {
        var hint = nearest is null ? "" : $" Did you mean {nearest}?";

        Configured.Errors(($"Apps:shop:Rules:0:{key}", "x"))
            .ShouldContain($"Apps:shop:Rules:0:{reported}: no rule knows this word.{hint}");
    }

    [Fact]
    public void Read_WhenAnotherKeyIsUnknown_WarnsWithTheNearest()
    {
        using var configured = new Configured(("Apps:shop:EncodingKey", "x"), ("Recieving:MaxBodyBytes", "1024"));

        configured.Shop.AppId.ShouldBe("wx0123456789abcdef");
        var line = configured.Log.Lines.ShouldHaveSingleItem();
        line.ShouldStartWith("Warning: ");
        line.ShouldContain("WeChatPush:Recieving: nothing reads this key. Did you mean Receiving?");
        line.ShouldContain("WeChatPush:Apps:shop:EncodingKey: nothing reads this key.");
    }

    [Fact]
    public void Read_WhenAllIsGood_TakesEveryKind()
    {
        using var configured = new Configured(
            ("AdminKeys:0", "the-first-admin-key"),
            ("AdminKeys:1", "the-second-admin-key"),
            ("apps:shop:mode", "compatible"),
            ("Apps:shop:EncodingAesKey", Configured.GoodKey),
            ("Receiving:ReplyBudget", "00:00:04.250"),
            ("Receiving:MaxBodyBytes", "2048"),
            ("Deduplication:EventWindow", "4.12:00:00"),
            ("Apps:shop:Rules:0:Content", "^help$"),
            ("Apps:shop:Rules:0:Send:Text", "hello"),
            ("Apps:shop:Rules:1:Send:Image:MediaId", "{MediaId}"));

        var options = configured.Options;
        options.AdminKeys.Select(key => key.Key).ShouldBe(["the-first-admin-key", "the-second-admin-key"]);
        options.Receiving.ReplyBudget.ShouldBe(TimeSpan.FromMilliseconds(4250));
        options.Receiving.MaxBodyBytes.ShouldBe(2048);
        options.Deduplication.EventWindow.ShouldBe(new TimeSpan(4, 12, 0, 0));
        configured.Shop.Mode.ShouldBe(PushMode.Compatible);
        configured.Shop.Rules.Select(rule => rule.Send!.Text).ShouldBe(["hello", null]);
        configured.Shop.Rules[1].Send!.Image!.MediaId.ShouldBe("{MediaId}");
        configured.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Read_WhenValuesAreNullOrEmpty_KeepsTheDefaults()
    {
        using var configured = new Configured(
            ("Receiving", null),
            ("Receiving:AppendTimeout", null),
            ("Apps:shop:ApiBaseUrl", null),
            ("Apps:shop:Mode", ""),
            ("Apps:shop:TimestampTolerance", ""),
            ("Apps:shop:Rules", ""));

        configured.Options.Receiving.AppendTimeout.ShouldBe(TimeSpan.FromSeconds(1.5));
        configured.Shop.ApiBaseUrl.ShouldBe("https://api.weixin.qq.com");
        configured.Shop.EffectiveMode.ShouldBe(PushMode.Plaintext);
        configured.Shop.TimestampTolerance.ShouldBeNull();
        configured.Shop.Rules.ShouldBeEmpty();
    }

    [Fact]
    public void Read_OfEveryOptionThatThereIs_KnowsItsType()
    {
        var types = ScalarTypes(typeof(WeChatPushOptions), []).Distinct().ToList();

        types.ShouldContain(typeof(TimeSpan));
        foreach (var type in types)
            ScalarValue.TryParse("no value", type, out _, out var complaint).ShouldBe(type == typeof(string), complaint);
    }

    // What options hold, down to values of the framework's own types.
    private static IEnumerable<Type> ScalarTypes(Type options, HashSet<Type> seen)
    {
        if (!seen.Add(options))
            yield break;
        foreach (var property in options.GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (type.IsGenericType)
                type = type.GetGenericArguments()[^1];
            if (!type.IsEnum && type.Namespace?.StartsWith("WeChatPush", StringComparison.Ordinal) == true)
            {
                foreach (var inner in ScalarTypes(type, seen))
                    yield return inner;
            }
            else if (property.CanWrite)
            {
                yield return type;
            }
        }
    }
}
