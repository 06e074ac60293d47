namespace WeChatPush.TestSupport.Records;

/// <summary>What lies in a store, to be spoiled by a test. It is asked of the store itself, so that what is added later is in it.</summary>
public interface IStoredRecords
{
    /// <summary>
    /// The kinds of places there are now: a column of a table, a field of a hash. Those that belong to a whole app and not to one
    /// record begin with <c>app:</c>.
    /// </summary>
    Task<IReadOnlyList<string>> FindPlacesAsync();

    /// <summary>
    /// Puts rubbish into one record of such a place, if there are some into one that names <paramref name="about"/>.
    /// <see langword="null"/>: there is none, or the store does not take it.
    /// </summary>
    Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "");
}
