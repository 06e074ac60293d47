using System.Collections.Frozen;

namespace WeChatPush.Handling.Rules;

/// <summary>Whether a push is answered with content, as far as its kind decides this.</summary>
internal enum AnswerNeed
{
    /// <summary>It is not: acknowledge it as soon as it is stored.</summary>
    No,

    /// <summary>It is.</summary>
    Yes,

    /// <summary>Its fields decide.</summary>
    ByContent,
}

/// <summary>
/// Which kinds of push the rules of an app answer, made when the app is loaded. Nothing of a push but its MsgType and its
/// Event is looked at; where a pattern decides, and only there, the push has to be read.
/// </summary>
internal sealed class AnswerTable
{
    // What no rule names, and of events also that there is none.
    private const int Other = 0;
    private const int None = 1;

    private readonly FrozenDictionary<string, int> _msgTypes;
    private readonly FrozenDictionary<string, int> _events;
    private readonly (AnswerNeed Usual, AnswerNeed Payment)[,] _needs;

    public AnswerTable(Rule[] rules)
    {
        AnswersAny = Array.Exists(rules, rule => rule.Handler.Answers);
        _msgTypes = Number(rules.Select(rule => rule.MsgType), from: Other + 1);
        _events = Number(rules.Select(rule => rule.Event), from: None + 1);
        _needs = new (AnswerNeed, AnswerNeed)[_msgTypes.Count + Other + 1, _events.Count + None + 1];
        for (var msgType = 0; msgType < _needs.GetLength(0); msgType++)
        {
            for (var @event = 0; @event < _needs.GetLength(1); @event++)
            {
                var kind = rules.Where(rule => Names(_msgTypes, rule.MsgType, msgType)
                    && Names(_events, rule.Event, @event) && !(rule.MessagesOnly && @event != None)).ToList();
                _needs[msgType, @event] = (Decide(kind, otherwise: false), Decide(kind, otherwise: true));
            }
        }
    }

    /// <summary>Whether any rule answers.</summary>
    public bool AnswersAny { get; }

    /// <summary>Whether a push of this kind is answered.</summary>
    /// <param name="msgType">Its MsgType.</param>
    /// <param name="event">Its Event, if it has one.</param>
    /// <param name="otherwise">Whether it is where no rule matches.</param>
    public AnswerNeed Find(string msgType, string? @event, bool otherwise)
    {
        var need = _needs[
            _msgTypes.GetValueOrDefault(msgType, Other),
            string.IsNullOrEmpty(@event) ? None : _events.GetValueOrDefault(Fold(@event), Other)];
        return otherwise ? need.Payment : need.Usual;
    }

    // The first rule that certainly matches decides; those before it, which may match, leave it open unless they agree.
    private static AnswerNeed Decide(IEnumerable<Rule> rules, bool otherwise)
    {
        var (mayAnswer, mayNot) = (false, false);
        foreach (var rule in rules)
        {
            mayAnswer |= rule.Handler.Answers;
            mayNot |= !rule.Handler.Answers;
            if (!rule.DependsOnContent)
                return (mayAnswer, mayNot) is (true, true) ? AnswerNeed.ByContent : mayAnswer ? AnswerNeed.Yes : AnswerNeed.No;
        }

        return (mayAnswer || otherwise, mayNot || !otherwise) switch
        {
            (true, true) => AnswerNeed.ByContent,
            (true, false) => AnswerNeed.Yes,
            _ => AnswerNeed.No,
        };
    }

    private static bool Names(FrozenDictionary<string, int> numbers, string? name, int number) =>
        name is null || numbers[Fold(name)] == number;

    private static FrozenDictionary<string, int> Number(IEnumerable<string?> names, int from) =>
        names.OfType<string>().Select(Fold).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select((name, i) => KeyValuePair.Create(name, from + i))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // As kinds of pushes are compared.
    private static string Fold(string name) => name.Replace(' ', '_');
}
