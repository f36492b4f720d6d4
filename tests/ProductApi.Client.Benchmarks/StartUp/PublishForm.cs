using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ProductApi.Client.Benchmarks.StartUp;

/// <summary>A way to publish a program.</summary>
internal sealed record PublishForm(string Name, params string[] Arguments)
{
    public static IReadOnlyList<PublishForm> All { get; } =
    [
        new("JIT", "--self-contained", "false"),
        new("ReadyToRun", "--self-contained", "false", "-p:PublishReadyToRun=true"),
        new("Native AOT", "-p:PublishAot=true"),
    ];

    /// <summary>Publishes a project of this repository below a folder, touching nothing outside of it, and returns the program.</summary>
    public async Task<string> PublishAsync(string project, string folder, CancellationToken cancellationToken)
    {
        var target = Path.Combine(folder, $"{project}-{Name}");
        string[] arguments =
        [
            "publish", FindProject(project), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "--artifacts-path", $"{target}-build", "-o", target, .. Arguments,
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync(cancellationToken);
        await publish.WaitForExitAsync(cancellationToken);
        return publish.ExitCode == 0
            ? Path.Combine(target, project)
            : throw new InvalidOperationException($"Publishing {project} as {Name} failed:\n{output}");
    }

    private static string FindProject(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var group in new[] { "samples", "tests" })
            {
                if (Path.Combine(folder.FullName, group, name) is var path && Directory.Exists(path))
                    return path;
            }
        }

        throw new InvalidOperationException("The benchmark runs outside the repository.");
    }
}
