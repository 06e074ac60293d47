namespace WeChatPush.StoreContracts.Inbox;

/// <summary>What lies in a store, to be spoiled by a test. It is asked of the store itself, so that what is added later is in it.</summary>
public interface IStoredRecords
{
    /// <summary>
    /// The kinds of places there are now: a column of a table, a field of a hash. Those that belong to a whole app and not to one
    /// record begin with <c>app:</c>.
    /// </summary>
    Task<IReadOnlyList<string>> FindPlacesAsync();

    /// <summary>Puts rubbish into one record of such a place. False: there is none, or the store does not take it.</summary>
    Task<bool> SpoilAsync(string place, Rubbish rubbish, Random random);
}

/// <summary>What a damaged copy, a newer version or a person's hand leaves behind.</summary>
public enum Rubbish
{
    /// <summary>Random bytes.</summary>
    Bytes,

    /// <summary>A text that is no number.</summary>
    Text,

    /// <summary>Nothing.</summary>
    Empty,

    /// <summary>The first part of what was there.</summary>
    Truncated,

    /// <summary>A number that no enumeration and no clock knows.</summary>
    LargeNumber,

    /// <summary>A number below zero.</summary>
    NegativeNumber,

    /// <summary>A value of another type.</summary>
    OtherType,
}
