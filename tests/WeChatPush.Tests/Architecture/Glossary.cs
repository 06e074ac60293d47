using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace WeChatPush.Tests.Architecture;

/// <summary>Words that are not used in names, and those that are used for them: who knows the field finds a thing by its word.</summary>
internal static class Glossary
{
    private static readonly (string Not, string But)[] Table =
    [
        ("^_?[Ii]nsist", "StoreRetry, retry"),
        ("[Pp]atience", "Timeout, tolerance"),
        ("^Breath$", "AcceptRetryDelay"),
        ("^_?[Tt]idings", "CommitNotifier"),
        ("[Dd]oorbell|^_?bells?$|^RedisBells$", "WorkSignal, RedisSubscriptions"),
        ("^Ring$|^rung$", "WorkSignal.Set"),
        ("^AnswerSilence$|^Reigns$", "StallDetector.IsStalled"),
        ("^_?[Hh]eadStart$", "LatencyEstimate"),
        ("^Pacing$|^[Hh]urry|^MostOwed$|^_?owed$|^GraceOf$", "SlotSchedule, CatchUpFactor, MaxBacklog, WriteTolerance"),
        ("^SlotGate$|^PassAsync$", "RateGate.WaitAsync"),
        ("^[Tt]aking$|^_?[Ii]nHand$|^SendsUnderWay$|^_?underWay$", "ClaimResult, InFlightPush, InFlightSends"),
        ("^SendEnd$|^Settlements$|^Judge", "SendResultPolicy.Decide, CreditOutcomePolicy.For"),
        ("^_?Arrivals$|^_arrivals$|^_?[Pp]arcels?$|^Unpack", "AppendLog, AppendBatch, AppendLogIndexer"),
        ("^SeenKeys$|^TryRemember$|[Dd]rawer|[Ss]tretch", "DeduplicationIndex.TryAdd, shard, time bucket"),
        ("^_?[Ll]anes?$|Lanes?$", "Batcher"),
        ("^Housekeeper|^LedgerKeeper|[Bb]ites$|^Piece$|^_?[Cc]ompanion", "RetentionSweeper, LeaseReaper, MaxBatches, BatchSize"),
        ("^LeftBehind$|^HasLostItsHistory$", "OrphanedInboxCheck, DataLossDetected"),
        ("^Bury|^Buried|^Postpone|^[Hh]opeless", "DeadLetter, Defer, PermanentFailure"),
        ("^ClearPush$|^OpenedPush$|[Ee]ntrance", "DecryptedPush, ReceivedPush, channel"),
        ("PushIntake$|^intake$", "ReceiveStatistics"),
        ("^PermitNews$|^news$|^Learn", "PermitEvent, Apply"),
        ("^StoreAwayHandler$|^JournalOfPush$|^WithoutQueries$", "StoreUnavailableExceptionHandler, InboxSendJournal"),
        ("^Of$", "From, To…, Get, Find, For"),
        ("^Most[A-Z]|^Longest[A-Z]?|^Least[A-Z]?", "Max…, Min…"),
        ("[Nn]obody|[Ww]hoever|[Ss]omebody", "the component's or the role's name"),
        ("^(call_off|wake|gather|unpack_next|drawer_of|stretch_of)$", "abort_claim, start_due, expand_audience, claim, index_next, shard_of, bucket_of"),
    ];

    private static readonly ConcurrentDictionary<string, string?> Found = new(StringComparer.Ordinal);

    /// <summary>What to call it instead; <see langword="null"/>: the name is a word of the field.</summary>
    public static string? Find(string name) => Found.GetOrAdd(
        name, static name => Array.Find(Table, row => Regex.IsMatch(name, row.Not)) is { But: { } better } ? better : null);
}
