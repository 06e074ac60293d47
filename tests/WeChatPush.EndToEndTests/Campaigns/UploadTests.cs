using System.Net.Sockets;
using System.Text;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Campaigns;

/// <summary>Uploads of recipients that end in the middle, at a real server: nothing of them remains.</summary>
public sealed class UploadTests
{
    // More than the sockets between hold: once it is sent, most of it is in the file.
    private const int Sent = 16 * 1024 * 1024;

    [Fact]
    public async Task AnUpload_WhoseServerIsKilled_LeavesNoFile()
    {
        await using var world = await World.StartAsync();
        using var client = await BeginAsync(world);
        await HoldsAsync(world, 1);
        Names(world).ShouldBeEmpty();
        world.Server.Kill();

        Names(world).ShouldBeEmpty();
    }

    [Fact]
    public async Task AnUpload_WhoseClientGoesAway_LeavesNoFile()
    {
        await using var world = await World.StartAsync();
        using (await BeginAsync(world))
            await HoldsAsync(world, 1);

        await HoldsAsync(world, 0);
        Names(world).ShouldBeEmpty();
    }

    /// <summary>Sends the first half of an upload, and returns when it is sent.</summary>
    private static async Task<TcpClient> BeginAsync(World world)
    {
        var client = new TcpClient();
        await client.ConnectAsync(world.Server.Url.Host, world.Server.Url.Port);
        var recipients = new StringBuilder("openId\n");
        while (recipients.Length < Sent)
            recipients.Append("oUser0000000000000000000000\n");
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"""
            POST /api/v1/apps/shop/campaigns HTTP/1.1
            Host: {world.Server.Url.Authority}
            Authorization: Bearer {AdminClient.Key}
            Content-Type: multipart/form-data; boundary=half
            Content-Length: {2 * Sent}

            --half
            Content-Disposition: form-data; name="recipients"; filename="recipients.csv"

            
            """.ReplaceLineEndings("\r\n") + recipients));
        return client;
    }

    private static Task HoldsAsync(World world, int files) => Eventually.TrueAsync(
        () => Uploads(world).Count() == files, () => $"{string.Join(' ', Uploads(world))}\n{world.Server.Output}");

    private static IEnumerable<string> Uploads(World world) => Posix.OpenFiles(world.Server.Id)
        .Where(file => file.StartsWith(world.Directory.File("data/uploads"), StringComparison.Ordinal));

    private static string[] Names(World world) => Directory.GetFileSystemEntries(world.Directory.File("data/uploads"));
}
