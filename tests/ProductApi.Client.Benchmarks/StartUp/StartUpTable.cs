using System.CommandLine;
using System.Diagnostics;
using ProductApi.Client.Benchmarks.Peers;
using ProductApi.Client.Benchmarks.Reporting;
using ProductApi.Client.Benchmarks.Servers;
using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Benchmarks.StartUp;

/// <summary>500 products of 200 ms at 20 in flight by processes that have just been started, beside how fast that can be.</summary>
internal static class StartUpTable
{
    private const string Bare = "ProductApi.Client.Benchmarks.StartUp";
    private const string Sample = "ProductApi.Client.Sample";
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Ideal = 500 / IPeer.MaxConcurrency * Latency;

    private static readonly (string Label, string Project, Func<Uri, string[]> Arguments)[] Programs =
    [
        ("hand-written", Bare, server => ["hand-written", server.ToString()]),
        ("standard handler", Bare, server => ["standard", server.ToString()]),
        ("this library", Bare, server => ["library", server.ToString()]),
        ("the sample", Sample, server => ["--url", server.ToString(), "--ids", "1-500", "--output", "-"]),
    ];

    public static Command CreateCommand()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "Cold processes of each kind." };
        var form = new Option<string?>("--form") { Description = "Only what is published like this." };
        form.AcceptOnlyFromAmong([.. PublishForm.All.Select(form => form.Name)]);
        var command = new Command("startup", "cold processes: JIT, ReadyToRun, Native AOT; published first (about 8 minutes)")
        {
            rounds, form,
        };
        command.SetAction((result, cancellationToken) =>
            PrintAsync(result.GetValue(rounds), result.GetValue(form), Console.Out, cancellationToken));
        return command;
    }

    private static async Task PrintAsync(int rounds, string? form, TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("productapi-startup-");
        try
        {
            var forms = PublishForm.All.Where(one => form is null || one.Name == form);
            var contenders = await PublishAsync(forms, folder.FullName, cancellationToken);
            await using var server = await SampleServer.StartAsync(Latency, cancellationToken);
            var starts = contenders.Select(_ => new List<ColdStart>()).ToArray();
            for (var round = 0; round < rounds; round++)
            {
                for (var i = 0; i < contenders.Count; i++)
                    starts[i].Add(await ColdStart.MeasureAsync(contenders[i].StartInfo(server.BaseAddress), cancellationToken));
            }

            await output.WriteLineAsync($"{Machine.Description}; server: {server.Name}, {Latency.TotalMilliseconds} ms an answer.");
            await output.WriteLineAsync($"500 products at {IPeer.MaxConcurrency} in flight, all read into the same class.");
            await output.WriteLineAsync($"Processes interleaved; median (least-most) of {rounds}; times / {Ideal.TotalSeconds} s.\n");
            await output.WriteLineAsync("| client | published as | first product, ms | whole process | its Main | fetching | CPU, ms |");
            await output.WriteLineAsync("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
            foreach (var (contender, measured) in contenders.Zip(starts))
            {
                await output.WriteLineAsync(
                    $"| {contender.Label} | {contender.Form} | {Milliseconds(measured, start => start.First)} |"
                    + $" {Ratio(measured, start => start.Total)} | {Ratio(measured, start => start.Main)} |"
                    + $" {Ratio(measured, start => start.Fetch)} | {Milliseconds(measured, start => start.Cpu)} |");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<Contender>> PublishAsync(
        IEnumerable<PublishForm> forms, string folder, CancellationToken cancellationToken)
    {
        List<Contender> contenders = [];
        foreach (var form in forms)
        {
            var bare = await form.PublishAsync(Bare, folder, cancellationToken);
            var sample = await form.PublishAsync(Sample, folder, cancellationToken);
            contenders.AddRange(Programs.Select(program =>
                new Contender(program.Label, form.Name, program.Project == Bare ? bare : sample, program.Arguments)));
        }

        return contenders;
    }

    private static string Milliseconds(List<ColdStart> starts, Func<ColdStart, double?> seconds) => Text(starts, seconds, 1e3, "0");

    private static string Ratio(List<ColdStart> starts, Func<ColdStart, double?> seconds) =>
        Text(starts, seconds, 1 / Ideal.TotalSeconds, "0.000");

    private static string Text(List<ColdStart> starts, Func<ColdStart, double?> seconds, double factor, string format)
    {
        var values = starts.Select(seconds).OfType<double>().Select(value => value * factor).ToList();
        return values.Count == 0 ? "" : Spread.Of(values).ToText(format);
    }

    private sealed record Contender(string Label, string Form, string File, Func<Uri, string[]> Arguments)
    {
        public ProcessStartInfo StartInfo(Uri server)
        {
            var start = new ProcessStartInfo(File, Arguments(server));
            start.Environment["PRODUCT_API_KEY"] = new ProductServerOptions().ApiKey;
            return start;
        }
    }
}
