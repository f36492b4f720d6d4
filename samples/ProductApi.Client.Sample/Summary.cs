using Spectre.Console;

namespace ProductApi.Client.Sample;

/// <summary>Tells what came of the run.</summary>
internal sealed class Summary(SampleConsole console, FetchTally tally, long? total, long skipped)
{
    private const int LongestMessage = 300;

    public void Print(EmbeddedServer? server, int concurrency)
    {
        var rate = tally.Elapsed > TimeSpan.Zero ? tally.Completed / tally.Elapsed.TotalSeconds : 0;
        Row("succeeded", Text($"{tally.Succeeded} of {total ?? tally.Completed}"), tally.Succeeded == total ? Color.Green : Color.Default);
        Row("failed", Failures(), tally.Failed > 0 ? Color.Red : Color.Default);
        if (skipped > 0)
            Row("skipped", Text($"{skipped} that had succeeded before"));
        if (NotDone > 0)
            Row("not done", Text($"{NotDone}"), Color.Yellow);
        Row("attempts", Text($"{tally.Attempts}"));
        Row("elapsed", Text($"{Seconds(tally.Elapsed)} ({rate:0.0} items/s)"));
        if (tally.Progress is { Pushbacks: > 0 } throttled)
            Row("throttled", Text($"{throttled.Pushbacks} push-backs, learned pace {throttled.Pace ?? rate:0.0} requests/s"), Color.Yellow);
        if (server is null)
            return;

        var seen = server.Stats;
        Row("ideal", Text(
            $"{Seconds(server.IdealTime(tally.Completed, concurrency))} ({server.IdealTerms(concurrency)})"));
        Row("one by one", Text(
            $"{Seconds(server.SerialTime(tally.Completed))} ({tally.Completed} x {server.Latency.TotalMilliseconds:0.##} ms)"));
        Row("server saw", Text(
            $"{seen.Requests} requests, {seen.MaxInFlight} at most in flight, {seen.DistinctIds} distinct ids, {seen.Refused} refused"));
    }

    public void PrintOneLine()
    {
        var notDone = NotDone > 0 ? Text($", not done: {NotDone}") : "";
        var before = skipped > 0 ? Text($", skipped: {skipped}") : "";
        console.WriteLine(Text(
            $"{tally.Succeeded} of {total ?? tally.Completed} succeeded, failed: {Failures()}{before}{notDone}, ")
            + Text($"{tally.Attempts} attempts, {Seconds(tally.Elapsed)}"));
    }

    public void PrintErrors(bool keyRejected)
    {
        foreach (var error in tally.FirstErrors)
            console.WriteError($"{error.Kind}: {TerminalText.OneLine(error.Message, LongestMessage)}");
        if (tally.Failed > tally.FirstErrors.Count)
            console.WriteError(Text($"... and {tally.Failed - tally.FirstErrors.Count} more."));
        if (keyRejected)
            console.WriteError("The server did not accept the key: check PRODUCT_API_KEY.");
    }

    private long NotDone => (total ?? tally.Completed) - tally.Completed;

    private string Failures() => tally.Failed == 0
        ? "0"
        : Text($"{tally.Failed} ({string.Join(", ", tally.FailedByKind.Select(kind => Text($"{kind.Key} {kind.Value}")))})");

    private void Row(string label, string value, Color? color = null)
    {
        console.Console.Write($"{label,-12}");
        console.Console.WriteLine(TerminalText.OneLine(value), new Style(color));
    }

    private static string Seconds(TimeSpan time) => Text($"{time.TotalSeconds:0.00} s");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
