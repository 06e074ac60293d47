using System.Text;
using StackExchange.Redis;

namespace WeChatPush.TestSupport.Records;

/// <summary>
/// Every kind of key under a hash tag in a database, as SCAN finds them, and what lies in it. <paramref name="kindOf"/> tells the
/// kind of a key by the rest of its name; <see langword="null"/>: it is left alone.
/// </summary>
internal sealed class RedisRecords(IServer server, IDatabase database, string tag, Func<string, string?> kindOf)
{
    private const string Aside = ":unreadable";
    private const int Youngest = 3;

    /// <summary>The places of all kinds: the whole key, and what has elements also one of them and one of their names.</summary>
    public async Task<IReadOnlyList<string>> FindPlacesAsync()
    {
        var places = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var (key, kind) in KeysAsync())
        {
            places.Add($"{kind}/whole");
            switch (await database.KeyTypeAsync(key))
            {
                case RedisType.List or RedisType.Set:
                    places.Add($"{kind}/element");
                    break;
                case RedisType.Hash or RedisType.SortedSet:
                    places.Add($"{kind}/element");
                    places.Add($"{kind}/name");
                    break;
            }
        }

        return [.. places];
    }

    public async Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "")
    {
        var (kind, what) = (place.Split('/')[0], place.Split('/')[1]);
        var keys = new List<(RedisKey Key, string Text)>();
        await foreach (var (key, ofKind) in KeysAsync())
        {
            if (ofKind == kind)
                keys.Add((key, about.Length > 0 ? await DescribeAsync(key) : ""));
        }

        if (keys.Count == 0)
            return null;
        var named = keys.FindAll(key => about.Length > 0 && key.Text.Contains(about, StringComparison.Ordinal));
        keys = named.Count > 0
            ? named
            : [.. keys.OrderByDescending(key => key.Key.ToString(), StringComparer.Ordinal).Take(Youngest)];
        var chosen = keys[random.Next(keys.Count)].Key;
        return what == "whole"
            ? await SpoilKeyAsync(chosen, rubbish, random)
            : await SpoilElementAsync(chosen, what == "name", rubbish, random, about);
    }

    // The element of a list is one third of a batch, of a hash a field, of a set a member more.
    private async Task<SpoiledRecord?> SpoilElementAsync(RedisKey key, bool name, Rubbish rubbish, Random random, string about)
    {
        switch (await database.KeyTypeAsync(key))
        {
            case RedisType.List:
                var at = random.Next((int)await database.ListLengthAsync(key));
                var element = await database.ListGetByIndexAsync(key, at);
                await database.ListSetByIndexAsync(key, at, ValueOf(rubbish, element, random));
                return Record(key, element);
            case RedisType.Hash:
                var fields = await database.HashGetAllAsync(key);
                var field = Choose(fields, field => Text(field.Name) + Text(field.Value), random, about);
                if (name)
                    await database.HashDeleteAsync(key, field.Name);
                await database.HashSetAsync(
                    key,
                    name ? ValueOf(rubbish, field.Name, random) : field.Name,
                    name ? field.Value : ValueOf(rubbish, field.Value, random));
                return Record(key, field.Name, field.Value);
            case RedisType.SortedSet:
                var score = rubbish is Rubbish.LargeNumber ? 1e300 : 1;
                if (!name)
                    return await database.SortedSetAddAsync(key, ValueOf(rubbish, "member", random), score) ? Record(key) : null;
                var member = Choose(await database.SortedSetRangeByRankAsync(key), Text, random, about);
                await database.SortedSetAddAsync(key, member, rubbish is Rubbish.NegativeNumber ? double.NegativeInfinity : score);
                return Record(key, member);
            default:
                return await database.SetAddAsync(key, ValueOf(rubbish, "member", random)) ? Record(key) : null;
        }
    }

    private async Task<SpoiledRecord?> SpoilKeyAsync(RedisKey key, Rubbish rubbish, Random random)
    {
        var text = await DescribeAsync(key);
        var before = await database.KeyTypeAsync(key) is RedisType.String ? await database.StringGetAsync(key) : RedisValue.Null;
        await database.KeyDeleteAsync(key);
        if (before.IsNull || rubbish is not Rubbish.OtherType)
            await database.StringSetAsync(key, ValueOf(rubbish, before.IsNull ? "before" : before, random));
        else
            await database.ListRightPushAsync(key, "rubbish");
        return new SpoiledRecord(text);
    }

    private async Task<string> DescribeAsync(RedisKey key)
    {
        IEnumerable<RedisValue> values = await database.KeyTypeAsync(key) switch
        {
            RedisType.String => [await database.StringGetAsync(key)],
            RedisType.List => await database.ListRangeAsync(key),
            RedisType.Set => await database.SetMembersAsync(key),
            RedisType.SortedSet => await database.SortedSetRangeByRankAsync(key),
            RedisType.Hash => (await database.HashGetAllAsync(key)).SelectMany(field => new[] { field.Name, field.Value }),
            _ => [],
        };
        return Record(key, [.. values]).Text;
    }

    private static T Choose<T>(T[] items, Func<T, string> describe, Random random, string about)
    {
        var named = Array.FindAll(items, item => about.Length > 0 && describe(item).Contains(about, StringComparison.Ordinal));
        return named.Length > 0 ? named[random.Next(named.Length)] : items[random.Next(items.Length)];
    }

    private static SpoiledRecord Record(RedisKey key, params RedisValue[] values) =>
        new(string.Join(" ", values.Select(Text).Prepend(key.ToString())));

    private static string Text(RedisValue value) => RubbishBytes.ToText((byte[]?)value ?? []);

    private static RedisValue ValueOf(Rubbish rubbish, RedisValue before, Random random) => rubbish switch
    {
        Rubbish.Bytes => RubbishBytes.Create(random),
        Rubbish.Text => "rubbish",
        Rubbish.Empty => "",
        Rubbish.Truncated => ((byte[])before!)[..random.Next(((byte[])before!).Length)],
        Rubbish.LargeNumber => "92233720368547758070000",
        Rubbish.NegativeNumber => "-77",
        _ => Encoding.UTF8.GetBytes("1e999"),
    };

    private async IAsyncEnumerable<(RedisKey Key, string Kind)> KeysAsync()
    {
        var prefix = $"{{{tag}}}:";
        await foreach (var key in server.KeysAsync(database.Database, $"{prefix}*"))
        {
            var name = key.ToString();
            if (!name.StartsWith($"{{{tag}}}{Aside}", StringComparison.Ordinal) && kindOf(name[prefix.Length..]) is { } kind)
                yield return (key, kind);
        }
    }
}
