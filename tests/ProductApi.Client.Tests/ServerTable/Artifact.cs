using ProductApi.Client.Tests.Conventions;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>A file in artifacts/ for people to read.</summary>
internal static class Artifact
{
    public static void Write(string name, IEnumerable<string> lines)
    {
        var folder = Repository.File("artifacts");
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, name), lines);
    }
}
