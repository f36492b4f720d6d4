using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ProductApi.Client.Sample;

/// <summary>One run: starts the host, fetches, writes the results and tells what came of it.</summary>
internal sealed class FetchJob(SampleSettings settings, StopSignals signals)
{
    private const int SomeFailed = 1;

    private readonly SampleConsole _console = SampleConsole.Create(onStandardError: settings.WritesToStandardOutput);
    private readonly FetchTally _tally = new();

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunHostAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped before the first id; the exit code says it all.
        }

        return signals.ExitCode ?? (_tally.Failed > 0 ? SomeFailed : 0);
    }

    private async Task RunHostAsync(CancellationToken cancellationToken)
    {
        using var ids = RequestedIds.Open(settings);
        using var notice = new ConnectionNotice(_console.WriteError);

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Configuration = ClientSettings.Unwatched() });
        builder.Logging.ClearProviders().AddProvider(notice);
        builder.Services.AddSingleton<IHostLifetime>(signals);
        builder.Services.AddProductClient();

        await using var server = ClientSettings.NamesServer(builder.Configuration, settings)
            ? null
            : await EmbeddedServer.StartAsync(settings.Embedded, ids.HighestNumber, cancellationToken);
        ClientSettings.Apply(builder.Configuration, settings, server);

        using var host = builder.Build();
        await StartAsync(host, cancellationToken);
        var client = host.Services.GetRequiredService<IProductClient>();
        var options = host.Services.GetRequiredService<IOptions<ProductClientOptions>>().Value;

        await using var output = await ResultWriter.OpenAsync(settings, cancellationToken);
        if (output is not null)
            ids.Skip(output.Done);
        if (!settings.Quiet)
            _console.WriteLine(server?.Describe() ?? $"Server {options.BaseAddress}");
        try
        {
            await using var watch = server is null ? notice.Watch(options, () => _tally.Completed > 0) : null;
            await FetchAsync(client, ids, output, cancellationToken);
        }
        finally
        {
            PrintSummary(ids, server, options.MaxConcurrency, notice.KeyRejected);
        }

        await host.StopAsync(CancellationToken.None);
    }

    private async Task FetchAsync(IProductClient client, RequestedIds ids, ResultWriter? output, CancellationToken cancellationToken)
    {
        await using var progress = ProgressView.Start(_console, ids.Count, settings.Quiet);
        var options = new FetchOptions { Progress = progress, TimeLimit = settings.TimeLimit };
        var started = Stopwatch.GetTimestamp();
        try
        {
            await foreach (var result in client.StreamManyAsync(ids.Ids, options, cancellationToken))
            {
                // Counted as what is in the file, and not before it is.
                _tally.Add(output is null ? result : await output.WriteAsync(result));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What has arrived is written; the summary tells how much that is.
        }
        finally
        {
            _tally.Elapsed = Stopwatch.GetElapsedTime(started);
            _tally.Progress = progress.Last;
        }
    }

    // The options are checked here; a value that is not even a number or a duration fails while it is read.
    private static async Task StartAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            throw new UsageException(exception.Message, exception);
        }
    }

    private void PrintSummary(RequestedIds ids, EmbeddedServer? server, int concurrency, bool keyRejected)
    {
        var summary = new Summary(_console, _tally, ids.Count, ids.Skipped);
        if (settings.Quiet)
            summary.PrintOneLine();
        else
            summary.Print(server, concurrency);
        summary.PrintErrors(keyRejected);
    }
}
