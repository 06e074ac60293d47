namespace WeChatPush.Benchmarks.Accepting;

/// <summary>Which server a row of the table is about.</summary>
internal enum ServerKind
{
    /// <summary>The endpoint that does nothing.</summary>
    Bare,

    /// <summary>The server on its embedded store.</summary>
    Sqlite,

    /// <summary>The server on Redis.</summary>
    Redis,

    /// <summary>The usual Koa application with co-wechat: verifies and decrypts, records nothing.</summary>
    CoWechat,

    /// <summary>Express with nothing in it.</summary>
    Express,
}
