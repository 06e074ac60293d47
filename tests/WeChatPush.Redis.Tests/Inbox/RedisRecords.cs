using System.Text;
using System.Text.RegularExpressions;
using StackExchange.Redis;
using WeChatPush.StoreContracts.Inbox;

namespace WeChatPush.Redis.Tests.Inbox;

/// <summary>Every kind of key of an app in a database, as SCAN finds them, and what lies in it.</summary>
internal sealed class RedisRecords(IServer server, IDatabase database, string app)
{
    private const string Aside = ":unreadable";

    public async Task<IReadOnlyList<string>> FindPlacesAsync()
    {
        var places = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var key in KeysAsync())
        {
            var kind = KindOf(key);
            // A push and a batch of arrivals are records of their own, and so is a journal; the rest belongs to the app.
            var type = await database.KeyTypeAsync(key);
            places.Add(IsRecord(kind) ? $"{kind}/whole" : $"app:{kind}/whole");
            if (type is RedisType.List or RedisType.Hash or RedisType.SortedSet or RedisType.Set)
                places.Add(kind is "n" or "seen" ? $"app:{kind}/element" : $"{kind}/element");
        }

        return [.. places];
    }

    public async Task<bool> SpoilAsync(string place, Rubbish rubbish, Random random)
    {
        var (kind, what) = (place.Replace("app:", "").Split('/')[0], place.Split('/')[1]);
        var keys = new List<RedisKey>();
        await foreach (var key in KeysAsync())
        {
            if (KindOf(key) == kind)
                keys.Add(key);
        }

        if (keys.Count == 0)
            return false;
        var chosen = keys.OrderByDescending(key => key.ToString(), StringComparer.Ordinal).Take(3).ToList()[random.Next(Math.Min(3, keys.Count))];
        return what == "whole"
            ? await SpoilKeyAsync(chosen, rubbish, random)
            : await SpoilElementAsync(chosen, rubbish, random);
    }

    // The element of a list is one third of a batch, of a hash a field, of a set a member more.
    private async Task<bool> SpoilElementAsync(RedisKey key, Rubbish rubbish, Random random)
    {
        switch (await database.KeyTypeAsync(key))
        {
            case RedisType.List:
                var at = random.Next((int)await database.ListLengthAsync(key));
                await database.ListSetByIndexAsync(key, at, ValueOf(rubbish, await database.ListGetByIndexAsync(key, at), random));
                return true;
            case RedisType.Hash:
                var fields = await database.HashGetAllAsync(key);
                var field = fields[random.Next(fields.Length)];
                await database.HashSetAsync(key, field.Name, ValueOf(rubbish, field.Value, random));
                return true;
            case RedisType.SortedSet:
                return await database.SortedSetAddAsync(key, ValueOf(rubbish, "member", random), rubbish is Rubbish.LargeNumber ? 1e300 : 1);
            default:
                return await database.SetAddAsync(key, ValueOf(rubbish, "member", random));
        }
    }

    private async Task<bool> SpoilKeyAsync(RedisKey key, Rubbish rubbish, Random random)
    {
        var before = await database.KeyTypeAsync(key) is RedisType.String ? await database.StringGetAsync(key) : RedisValue.Null;
        await database.KeyDeleteAsync(key);
        if (before.IsNull || rubbish is not Rubbish.OtherType)
            return await database.StringSetAsync(key, ValueOf(rubbish, before.IsNull ? "before" : before, random));
        return await database.ListRightPushAsync(key, "rubbish") == 1;
    }

    private static RedisValue ValueOf(Rubbish rubbish, RedisValue before, Random random) => rubbish switch
    {
        Rubbish.Bytes => Bytes(random),
        Rubbish.Text => "rubbish",
        Rubbish.Empty => "",
        Rubbish.Truncated => ((byte[])before!)[..random.Next(((byte[])before!).Length)],
        Rubbish.LargeNumber => "92233720368547758070000",
        Rubbish.NegativeNumber => "-77",
        _ => Encoding.UTF8.GetBytes("1e999"),
    };

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(1, 300)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static bool IsRecord(string kind) => kind is "m:*" or "j:*" or "r:*" or "u:*";

    private string KindOf(RedisKey key) =>
        Regex.Replace(key.ToString()[(app.Length + 3)..], "^(m|j|r|u|k):.*$", "$1:*");

    private async IAsyncEnumerable<RedisKey> KeysAsync()
    {
        await foreach (var key in server.KeysAsync(database.Database, $"{{{app}}}:*"))
        {
            if (!key.ToString().StartsWith($"{{{app}}}{Aside}", StringComparison.Ordinal))
                yield return key;
        }
    }
}
