using System.Globalization;
using System.Runtime.InteropServices;
using ProductApi.Client.Sample.Worker;
using ProductApi.Client.Sample.Worker.Demo;
using ProductApi.Client.Sample.Worker.Job;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

// Also on SIGTERM nothing is to be left running. A worker's host sees to itself, and said first that the process goes on until then.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    if (args is [] or ["--json"] or ["feed", ..])
        signal.Cancel = true;
    stop.Cancel();
});

try
{
    return args switch
    {
        [] or ["--json"] => await Demonstration.RunAsync(asJson: args.Length > 0, stop.Token),
        ["work", .. var settings] => await Roles.WorkAsync(settings),
        ["feed", var from, var to, .. var settings] when Id(from) is { } first && Id(to) is { } last && first <= last =>
            await Roles.FeedAsync(settings, first, last, stop.Token),
        ["report", .. var settings] => await Roles.ReportAsync(settings),
        _ => Usage(),
    };
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (Exception exception) when (JobSource.IsPassing(exception))
{
    Console.Error.WriteLine($"Redis does not answer (--Worker:Redis): {exception.Message}");
    return 1;
}

static long? Id(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

static int Usage()
{
    Console.Error.WriteLine("""
        Without arguments: a demonstration on this machine; --json prints its accounts only.
          work                      fetches what is in the job, until it is stopped
          feed FROM TO              puts the ids FROM to TO into the job
          report                    counts what waits and what is done
        Settings follow, such as --Worker:Redis redis:6379 --Worker:Job products --ProductApi:BaseAddress https://api.example.com
        """);
    return 2;
}
