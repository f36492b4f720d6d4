using System.Globalization;
using System.Runtime.InteropServices;
using ProductApi.Client.Sample.Worker;
using ProductApi.Client.Sample.Worker.Demo;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

// Also on SIGTERM nothing is to be left running.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = args is [] or ["--json"] or ["feed", ..];
    stop.Cancel();
});

try
{
    return args switch
    {
        [] or ["--json"] => await Demonstration.RunAsync(asJson: args.Length > 0, stop.Token),
        ["work", .. var settings] => await Roles.WorkAsync(settings),
        ["feed", var from, var to, .. var settings] when IsId(from) && IsId(to) =>
            await Roles.FeedAsync(
                settings, int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture), stop.Token),
        ["report", .. var settings] => await Roles.ReportAsync(settings),
        _ => Usage(),
    };
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}

static bool IsId(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

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
