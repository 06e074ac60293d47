using StackExchange.Redis;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.TestSupport.Records;

/// <summary>The records under a hash tag in a database of the server that all tests share.</summary>
internal sealed class SharedRedisRecords(int database, string tag, Func<string, string?> kindOf) : IStoredRecords
{
    public Task<IReadOnlyList<string>> FindPlacesAsync() => LookAsync(records => records.FindPlacesAsync());

    public Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "") =>
        LookAsync(records => records.SpoilAsync(place, rubbish, random, about));

    private async Task<T> LookAsync<T>(Func<RedisRecords, Task<T>> look)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync((await SharedRedis.Server).ConnectionString);
        return await look(new RedisRecords(client.GetServers()[0], client.GetDatabase(database), tag, kindOf));
    }
}
