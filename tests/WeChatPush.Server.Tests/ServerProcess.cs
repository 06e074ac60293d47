using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using WeChatPush.TestSupport;

namespace WeChatPush.Server.Tests;

/// <summary>A running server, or another program of the product, as an operator would start it.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly SemaphoreSlim _lines = new(0);
    private readonly ManualResetEventSlim _reading = new(initialState: true);

    public ServerProcess(string directory, params (string Name, string Value)[] environment)
        : this([Path.Combine(AppContext.BaseDirectory, "WeChatPush.Server.dll")], directory, environment)
    {
    }

    /// <summary>Starts <c>dotnet</c> with a command line of its own.</summary>
    public ServerProcess(string[] command, string directory, params (string Name, string Value)[] environment)
    {
        _process.StartInfo = new ProcessStartInfo("dotnet", command)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process.StartInfo.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in environment)
            _process.StartInfo.Environment[name] = value;

        _process.OutputDataReceived += (_, line) => Read(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Read(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    /// <summary>Where it listens, once it does.</summary>
    public async Task<Uri> AddressAsync() => new(await LineAsync(AddressPattern()));

    /// <summary>Waits until the log says this.</summary>
    public Task LogsAsync(string text) => LineAsync(new Regex($"({Regex.Escape(text)})"));

    /// <summary>Reads its output no more: what it still writes fills the pipe.</summary>
    public void StopReading() => _reading.Reset();

    /// <summary>Dies without a word.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Asks it to end, as the system does.</summary>
    public void Terminate() => Posix.Terminate(_process.Id);

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> ExitAsync()
    {
        // This one does not wait for the end of the output, too.
        (await Task.Run(() => _process.WaitForExit(WaitTimeout))).ShouldBeTrue($"The server does not end: {Output}{Errors}");
        _reading.Set();
        await _process.WaitForExitAsync().WaitAsync(WaitTimeout);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _reading.Set();
        // Its last lines are still being read until then.
        _process.WaitForExit();
        _process.Dispose();
        _lines.Dispose();
    }

    private void Read(StringBuilder into, string? line)
    {
        if (line is null)
            return;
        _reading.Wait();
        lock (into)
            into.AppendLine(line);
        _lines.Release();
    }

    private async Task<string> LineAsync(Regex pattern)
    {
        while (true)
        {
            if (pattern.Match(Output) is { Success: true } match)
                return match.Groups[1].Value;
            (await _lines.WaitAsync(WaitTimeout)).ShouldBeTrue($"The server never logged {pattern}: {Output}{Errors}");
        }
    }

    private static string Text(StringBuilder lines)
    {
        lock (lines)
            return lines.ToString();
    }

    // The JSON line has the address in quotes.
    [GeneratedRegex(@"Now listening on: [\\""]*(http://[^\s\\""]+)")]
    private static partial Regex AddressPattern();
}
