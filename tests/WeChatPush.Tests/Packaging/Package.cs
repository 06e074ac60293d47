using System.IO.Compression;
using System.Xml.Linq;

namespace WeChatPush.Tests.Packaging;

/// <summary>A <c>.nupkg</c> or <c>.snupkg</c>, read.</summary>
internal sealed class Package
{
    private readonly XElement _metadata;

    public Package(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        Entries = [.. archive.Entries.Select(entry => entry.FullName)];
        using var nuspec = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>The paths inside.</summary>
    public IReadOnlyList<string> Entries { get; }

    public string Version => this["version"]!;

    /// <summary>The packages of this repository that it needs.</summary>
    public IEnumerable<string> Libraries => Dependencies.Where(id => id.StartsWith("WeChatPush", StringComparison.Ordinal));

    /// <summary>All packages that it needs.</summary>
    public IEnumerable<string> Dependencies => All("dependency").Select(element => element.Attribute("id")!.Value);

    /// <summary>The shared frameworks that it needs.</summary>
    public IEnumerable<string> Frameworks => All("frameworkReference").Select(element => element.Attribute("name")!.Value);

    /// <summary>A field of the nuspec; <see langword="null"/>: it is not there.</summary>
    public string? this[string field] => All(field).SingleOrDefault()?.Value;

    private IEnumerable<XElement> All(string name) =>
        _metadata.Descendants().Where(element => element.Name.LocalName == name);
}
