using System.Globalization;
using StackExchange.Redis;
using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Campaigns;

/// <summary>The begins and the settlements of an app on their way.</summary>
internal sealed class CampaignBatchers
{
    // What one script notes as begun is written one after the other: the last one's request leaves about a millisecond later.
    private const int MaxBegins = 16;

    // The server does nothing else while a script runs: this keeps it for about two milliseconds.
    private const int MaxEnds = 128;

    private readonly RedisClock _clock;
    private readonly Func<RedisScript, RedisValue[], Task<RedisResult>> _run;

    public CampaignBatchers(RedisClock clock, Func<RedisScript, RedisValue[], Task<RedisResult>> run)
    {
        (_clock, _run) = (clock, run);
        Begins = new(MaxBegins, BeginAsync, inTurn: true);
        Ends = new(MaxEnds, SettleAsync);
    }

    /// <summary>
    /// Answers for each <c>1</c>, <c>0</c> (another holder has the recipient), or <c>p</c> (the campaign does not run).
    /// </summary>
    public CampaignBatcher<ClaimedRecipient, char> Begins { get; }

    public CampaignBatcher<RecipientEnd, SettleAnswer> Ends { get; }

    private async Task<IReadOnlyList<char>> BeginAsync(IReadOnlyList<ClaimedRecipient> recipients)
    {
        var arguments = new List<RedisValue>(1 + (recipients.Count * 3)) { _clock.Now };
        foreach (var recipient in recipients)
        {
            arguments.Add(recipient.Campaign);
            arguments.Add(recipient.Holder);
            arguments.Add(recipient.Number);
        }

        return [.. (string)(await _run(RedisCampaignScripts.Begin, [.. arguments]))!];
    }

    private async Task<IReadOnlyList<SettleAnswer>> SettleAsync(IReadOnlyList<RecipientEnd> ends)
    {
        var arguments = new List<RedisValue>(1 + (ends.Count * 9)) { _clock.Now };
        foreach (var end in ends)
        {
            arguments.Add(end.Recipient.Campaign);
            arguments.Add(end.Recipient.Holder);
            arguments.Add(end.Recipient.Number);
            arguments.Add(end.Recipient.FormId ?? "");
            arguments.Add((int)end.Outcome);
            arguments.Add(Word(end.Credit));
            arguments.Add(OutcomeWords.Join(end.ErrCode, end.ErrMsg));
            arguments.Add(end.TakeAnother ? 1 : 0);
            arguments.Add(MessageIds.Write(end.MsgId));
        }

        var answers = (string[])(await _run(RedisCampaignScripts.Settle, [.. arguments]))!;
        return [.. answers.Select((answer, i) => Read(answer, ends[i].Recipient))];
    }

    private static SettleAnswer Read(string answer, ClaimedRecipient recipient) => answer[0] switch
    {
        '0' => new(false),
        '1' => new(true),
        _ => new(true, recipient with { FormId = answer.Length == 1 ? null : answer[1..] }),
    };

    private static RedisValue Word(CreditOutcome outcome) => outcome switch
    {
        CreditOutcome.Spent => "spent",
        CreditOutcome.Returned => "returned",
        CreditOutcome.Burned => "burned",
        CreditOutcome.BurnedAll => "burned_all",
        CreditOutcome.Uncertain => "uncertain",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}

/// <summary>WeChat's code and words in one text: the code or nothing, and behind a line break the words.</summary>
internal static class OutcomeWords
{
    public static string Join(int? code, string? words) =>
        code?.ToString(CultureInfo.InvariantCulture) + (words is null ? "" : $"\n{words}");

    public static (int? Code, string? Words) Split(string text)
    {
        var parts = text.Split('\n', 2);
        return (
            parts[0].Length == 0 ? null : int.Parse(parts[0], CultureInfo.InvariantCulture),
            parts.Length == 1 ? null : parts[1]);
    }
}
