using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace WeChatPush.Tests.Architecture;

/// <summary>The compiled assemblies as types that know each other.</summary>
internal static class CompiledEngine
{
    /// <summary>Where the types of the namespace that users see live: they are the engine's face, not a room.</summary>
    private static readonly string[] HandlingFace =
        ["IPushHandler`1", "IPushAnswerer`1", "PushHandlers", "PushDelegate", "PushFunction", "PushSender"];

    private static readonly string[] TelemetryFace = ["TelemetryNames", "MetricNames", "ActivityNames", "TagNames"];

    private static readonly string[] Composition = ["IStoreEngine", "StoreEngineServices"];

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Loaded = new(() => new ArchLoader()
        .LoadAssemblies([.. Arrows.Projects.Keys.Select(System.Reflection.Assembly.Load)])
        .Build());

    /// <summary>Every reference of a type of the tree to another, each once.</summary>
    public static IEnumerable<(IType From, IType To)> References =>
        (from type in Loaded.Value.Types
         from target in type.Dependencies.Select(dependency => dependency.Target)
         where target is not GenericParameter && Project(type) is not null && Project(target) is not null
         select (type, target)).Distinct();

    /// <summary>The project a type is compiled into; <see langword="null"/>: none of the tree's.</summary>
    public static string? Project(IType type) =>
        type.Assembly?.Name.Split(',')[0] is { } name && Arrows.Projects.ContainsKey(name) ? name : null;

    /// <summary>The engine's room of a type; <see langword="null"/>: it puts the rooms together.</summary>
    public static string? Room(IType type)
    {
        var parts = type.Namespace.FullName.Split('.');
        if (parts.Length > 1)
            return parts[1];
        var name = Outermost(type);
        return Composition.Contains(name) ? null
            : HandlingFace.Contains(name) ? "Handling"
            : TelemetryFace.Contains(name) ? "Telemetry"
            : "Options";
    }

    /// <summary>The name of the type, or of the one it is nested in.</summary>
    public static string Outermost(IType type)
    {
        var name = type.FullName[(type.Namespace.FullName.Length + 1)..];
        return name.IndexOf('+') is > 0 and var end ? name[..end] : name;
    }
}
