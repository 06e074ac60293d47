using System.ComponentModel;

namespace WeChatPush.Sending;

/// <summary>The templates of an account as WeChat listed them.</summary>
/// <param name="Items">The templates, in WeChat's order.</param>
/// <param name="FetchedAt">When WeChat was asked.</param>
[ImmutableObject(true)] // lets the cache hand out one instance instead of a copy for each caller
public sealed record SubscribeTemplateList(IReadOnlyList<SubscribeTemplate> Items, DateTimeOffset FetchedAt);

/// <summary>A template of subscribe messages.</summary>
/// <param name="TemplateId">The id to send by, WeChat's <c>priTmplId</c>.</param>
/// <param name="Title">The title that users see.</param>
/// <param name="Content">A line for each keyword, such as <c>会议时间:{{date2.DATA}}</c>.</param>
/// <param name="Example">The content with sample values.</param>
/// <param name="Type">How long an accept holds; <see langword="null"/>: WeChat names a type that is not known here.</param>
/// <param name="Keywords">The keywords that the content names, in its order.</param>
public sealed record SubscribeTemplate(
    string TemplateId,
    string Title,
    string Content,
    string Example,
    TemplateType? Type,
    IReadOnlyList<TemplateKeyword> Keywords);

/// <summary>How long a user's accept of a template holds. The values are WeChat's.</summary>
public enum TemplateType
{
    /// <summary>一次性订阅: for one message.</summary>
    OneTime = 2,

    /// <summary>长期订阅: until the user rejects it.</summary>
    LongTerm = 3,
}

/// <summary>A keyword of a template: the place of a value.</summary>
/// <param name="Name">The member of <c>data</c>, such as <c>thing1</c>.</param>
/// <param name="Kind">What its value may be, such as <c>thing</c>: the name without its number.</param>
/// <param name="Label">The words in front of the value.</param>
/// <param name="Values">The only values that it takes; empty: any of its kind.</param>
public sealed record TemplateKeyword(string Name, string Kind, string Label, IReadOnlyList<string> Values);
