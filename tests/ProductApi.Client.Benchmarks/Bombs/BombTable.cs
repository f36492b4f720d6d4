using System.Diagnostics;

namespace ProductApi.Client.Benchmarks.Bombs;

/// <summary>Memory of a client whose every answer decompresses to a gigabyte, on all its slots: client and server each in a process of
/// their own, anew for every row.</summary>
internal static class BombTable
{
    public static async Task PrintAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("200 ids, 20 in flight, default settings; every answer is 1 GB of zeros, compressed\n");
        await output.WriteLineAsync("| encoding | results | time | peak before | peak working set | allocated |");
        await output.WriteLineAsync("| --- | --- | --- | --- | --- | --- |");
        foreach (var encoding in BombServer.Encodings)
        {
            using var server = Start("server", encoding);
            try
            {
                var address = await server.StandardOutput.ReadLineAsync(cancellationToken);
                using var client = Start("client", address!);
                var row = await client.StandardOutput.ReadToEndAsync(cancellationToken);
                await client.WaitForExitAsync(cancellationToken);
                await output.WriteLineAsync($"| {encoding} | {row.TrimEnd()} |");
            }
            finally
            {
                server.StandardInput.Close();
                await server.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static Process Start(string role, string argument) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["bomb", role, argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
