using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using WeChatPush.TestSupport;

namespace WeChatPush.Tests.Packaging;

/// <summary>
/// A web project as <c>dotnet new web</c> makes it, outside the repository: only the packages of this run and the sources of
/// NuGet that the machine has anyway.
/// </summary>
internal sealed partial class EmptyProject : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _folder = new();
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    public EmptyProject(PackedLibraries packed, string program)
    {
        // Packages that the machine has are read where they are; new ones do not fill its cache, run after run.
        Write("Example.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestorePackagesPath>packages</RestorePackagesPath>
                <RestoreFallbackFolders>{PackagesOfTheMachine}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="WeChatPush" Version="[{packed.Version}]" />
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", program);
        Write("NuGet.config", $"""
            <configuration>
              <packageSources>
                <add key="WeChatPush of this run" value="{packed.Folder}" />
              </packageSources>
            </configuration>
            """);

        // The build looks for these in the folders above, too, unless it finds them here.
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            Write(name, "<Project />");
    }

    /// <summary>Everything that the program has written.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Restores and compiles.</summary>
    public Task BuildAsync() => DotnetCommand.RunAsync(_folder.Path, "build", "-c", "Release", "-o", "out");

    /// <summary>Starts what was compiled, on a free port; returns when it listens.</summary>
    public async Task<Uri> StartAsync(params IEnumerable<(string Name, string Value)> environment)
    {
        _process = new Process { StartInfo = DotnetCommand.StartInfo(_folder.Path, _folder.File("out/Example.dll")) };
        _process.StartInfo.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        _process.StartInfo.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
            _process.StartInfo.Environment[name] = value;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        await Task.WhenAny(_listening.Task, _process.WaitForExitAsync(), Task.Delay(StartTimeout));
        _listening.Task.IsCompleted.ShouldBeTrue($"The program does not listen:\n{Output}");
        return await _listening.Task;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _folder.Dispose();
    }

    private static string PackagesOfTheMachine
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages");
            return Directory.Exists(folder) ? folder : "";
        }
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.File(name), text);

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (ListensAt().Match(line) is { Success: true } match)
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListensAt();
}
