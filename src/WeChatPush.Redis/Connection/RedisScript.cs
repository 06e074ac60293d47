using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Redis.Connection;

/// <summary>A Lua script: one atomic step on the server, called by its hash.</summary>
internal sealed class RedisScript
{
    // Before all others: how they call the server.
    private const string Calls = "Scripts/call.lua";

    private RedisScript(string name, string text)
    {
        (Name, Text) = (name, text);
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
        HashText = Convert.ToHexStringLower(Hash);
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>The whole of it.</summary>
    public string Text { get; }

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
        var text = new StringBuilder(constants);
        foreach (var file in (ReadOnlySpan<string>)[Calls, .. files])
        {
            using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(file)
                ?? throw new InvalidOperationException($"The script {file} is missing.");
            using var reader = new StreamReader(stream);
            text.Append(reader.ReadToEnd());
        }

        return new RedisScript(Path.GetFileNameWithoutExtension(files[^1]), text.ToString());
    }
}
