using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Admin;

/// <summary>A key of each kind.</summary>
internal static class RoleKeys
{
    public const string Viewer = "the-key-of-a-viewer";
    public const string Operator = "the-key-of-an-operator";
    public const string Admin = "the-key-of-an-admin";

    /// <summary>Those for the app cafe alone.</summary>
    public const string CafeAdmin = "the-key-of-the-admin-of-cafe";

    /// <summary>A server that knows them all.</summary>
    public static Task<ServerUnderTest> StartAsync(params (string Key, string? Value)[] settings) => ServerUnderTest.StartAsync(
    [
        .. Key(1, "viola", Viewer, "viewer"),
        .. Key(2, "olga", Operator, "operator"),
        .. Key(3, "ada", Admin, "admin"),
        .. Key(4, "cafe admin", CafeAdmin, "admin"),
        ("AdminKeys:4:Apps:0", "cafe"),
        .. settings,
    ]);

    private static (string Key, string? Value)[] Key(int index, string name, string key, string role) =>
    [
        ($"AdminKeys:{index}:Name", name), ($"AdminKeys:{index}:Key", key), ($"AdminKeys:{index}:Role", role),
    ];
}
