using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Redis.Connection;

/// <summary>A Lua script: one atomic step on the server, called by its hash.</summary>
internal sealed class RedisScript
{
    // Before all others: how they call the server.
    private const string Calls = "Scripts/call.lua";

    // Around the last file of a script that does its step for many calls.
    private const string EachCall = "Scripts/each_call.lua";

    private RedisScript(string name, string text, bool isShared = false)
    {
        (Name, Text, IsShared) = (name, text, isShared);
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
        HashText = Convert.ToHexStringLower(Hash);
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>The whole of it.</summary>
    public string Text { get; }

    /// <summary>Whether it does its step for many calls (<see cref="Shared"/>).</summary>
    public bool IsShared { get; }

    /// <summary>Its SHA-1, by which the server finds it.</summary>
    public byte[] Hash { get; }

    /// <summary>The same in hexadecimal digits.</summary>
    public string HashText { get; }

    /// <summary>
    /// Puts a script together from constants (<see cref="ScriptConstants"/>) and the files of this assembly, the last of which
    /// gives it its name.
    /// </summary>
    public static RedisScript From(string constants, params ReadOnlySpan<string> files)
    {
        var text = new StringBuilder(constants).Append(Read(Calls));
        foreach (var file in files)
            text.Append(Read(file));
        return new RedisScript(Path.GetFileNameWithoutExtension(files[^1]), text.ToString());
    }

    /// <summary>
    /// The same, but the last file is a step that one call of the script does for many calls (<see cref="ScriptBatcher"/>),
    /// each with its own <c>ARGV</c>.
    /// </summary>
    /// <inheritdoc cref="From"/>
    public static RedisScript Shared(string constants, params ReadOnlySpan<string> files)
    {
        var text = new StringBuilder(constants).Append(Read(Calls));
        foreach (var file in files[..^1])
            text.Append(Read(file));
        text.Append("local function step(ARGV)\n").Append(Read(files[^1])).Append("\nend\n").Append(Read(EachCall));
        return new RedisScript(Path.GetFileNameWithoutExtension(files[^1]), text.ToString(), isShared: true);
    }

    private static string Read(string file)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The script {file} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
